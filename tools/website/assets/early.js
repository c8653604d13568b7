// Before anything is drawn: figures and pictures follow the theme by an attribute, as in JupyterLab.
{
  const { body, documentElement } = document;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const paper = matchMedia("print");
  const follow = () => {
    const theme = body.dataset.theme ?? "auto";
    const isDark = !paper.matches && (theme === "dark" || (theme === "auto" && dark.matches));
    body.dataset.jpThemeLight = String(!isDark);
  };
  follow();
  dark.addEventListener("change", follow);
  paper.addEventListener("change", follow);
  new MutationObserver(follow).observe(body, { attributes: true, attributeFilter: ["data-theme"] });
  // A browser lends files no scripts and no data of other files.
  if (location.protocol === "file:") documentElement.classList.add("course-from-file");
}
