"""The course on a JupyterHub: its set-up, what students pull, and collecting through its API."""
