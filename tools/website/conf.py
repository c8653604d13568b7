"""Sphinx's settings; what depends on the build, `building` adds."""

from pathlib import Path

extensions = ["myst_nb", "tools.website.sphinx_part"]
project = html_title = "From trying every w to a trained classifier"
author = ""
language = "en"
html_theme = "furo"
html_theme_options = {"top_of_page_buttons": []}
html_favicon = str(Path(__file__).with_name("assets") / "favicon.svg")
html_css_files = ["site.css"]
html_js_files = ["early.js", ("site.mjs", {"type": "module"})]
html_copy_source = html_show_sourcelink = html_show_copyright = False
html_use_index = html_domain_indices = html_permalinks = False
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
highlight_language = "none"
myst_heading_anchors = 4
nb_execution_mode = "off"
nb_code_prompt_show = "Show the set-up"
nb_code_prompt_hide = "Hide the set-up"
