// The chosen theme, before anything is painted. Without a choice the page follows the system.
try {
  const theme = localStorage.getItem("revrx-theme");
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset.theme = theme;
  }
} catch {
  // A browser that keeps nothing follows the system too.
}
