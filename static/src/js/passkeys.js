// When a passkey or a security key does not answer, say so on the page rather than only in the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const said = document.createElement("p");
  said.className = "govuk-body";
  said.textContent = "Your passkey or security key did not answer, or you stopped it. Try again, or use another way.";
  const place = document.getElementById("house-live");
  place.replaceChildren(said);
  place.scrollIntoView();
});
