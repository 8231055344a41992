/* The colour scheme that was chosen, before the page is shown. */
document.body.dataset.theme = localStorage.getItem("theme") || "auto";
