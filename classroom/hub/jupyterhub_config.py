"""A JupyterHub of the course, on one machine: `jupyterhub -f classroom/hub/jupyterhub_config.py`.

README.md beside it says what each part is for.  students.txt, in the folder where the hub is
started, has the login of a student in each line, which is the roster's id.
"""

import os
import sys
from pathlib import Path

c = get_config()  # noqa: F821  JupyterHub defines it
HERE = Path(sys.executable).parent  # the course's own programs

c.JupyterHub.bind_url = "http://127.0.0.1:8000"  # what speaks HTTPS to the world stands before it
c.ConfigurableHTTPProxy.command = [str(HERE / "configurable-http-proxy")]
c.JupyterHub.cleanup_servers = False  # restarting the hub ends nobody's work

# Who: accounts of this machine.
c.JupyterHub.authenticator_class = "pam"
c.Authenticator.allowed_users = set(Path("students.txt").read_text("utf-8").split())
c.Authenticator.admin_users = set()

# Each student's server: a process of the student's own account.
c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.Spawner.cmd = [str(HERE / "jupyterhub-singleuser")]
c.Spawner.default_url = "/lab"
c.Spawner.notebook_dir = "~"  # in an image the course itself may be where a server starts
c.Spawner.environment = {"OMP_NUM_THREADS": "1"}
c.Spawner.start_timeout = c.Spawner.http_timeout = 120
c.Spawner.mem_limit = "2G"
c.Spawner.mem_guarantee = "0.6G"
c.Spawner.cpu_guarantee = 0.25

# A server that nobody uses for an hour ends.  Its files stay.
culler = [sys.executable, "-m", "jupyterhub_idle_culler", "--timeout=3600", "--cull-every=600"]
c.JupyterHub.services = [{"name": "idle-culler", "command": culler}]
may_cull = ["list:users", "read:users:activity", "read:servers", "delete:servers"]
c.JupyterHub.load_roles = [{"name": "culler", "scopes": may_cull, "services": ["idle-culler"]}]

# Who may read what was handed out back from the students' servers: `python -m classroom.hub fetch`.
if instructor := os.environ.get("COURSE_HUB_INSTRUCTOR"):
    c.Authenticator.allowed_users.add(instructor)
    may_read = ["list:users", "servers", "access:servers"]
    c.JupyterHub.load_roles.append({"name": "reader", "scopes": may_read, "users": [instructor]})

# To try it: no accounts, one password for all, and NO WALL between the students' files.
if trial := os.environ.get("COURSE_HUB_TRIAL"):
    c.JupyterHub.authenticator_class = "shared-password"
    c.SharedPasswordAuthenticator.user_password = os.environ["COURSE_HUB_PASSWORD"]
    c.JupyterHub.spawner_class = "simple"
    c.SimpleLocalProcessSpawner.home_dir_template = f"{trial}/{{username}}"
