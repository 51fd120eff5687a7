// Makes and uses passkeys. A form says what it wants:
//   data-passkey="create" | "get", and its options in the JSON of data-passkey-options="id",
//   or, for a sign-in, from the address of the form itself.
// The button carries data-passkey-button (inside the form, or by its `form` attribute), the place
// for a refusal data-passkey-status.

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const words = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
const withBytes = (list) => list?.map((item) => ({ ...item, id: bytes(item.id) }));

async function optionsOf(form) {
  const { passkeyOptions } = form.dataset;
  if (passkeyOptions) return JSON.parse(document.getElementById(passkeyOptions).textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("The portal did not answer.");
  return answer.json();
}

async function create(form) {
  const { publicKey } = (await optionsOf(form)).creation_options;
  const passwordless = form.querySelector("[name=passwordless]");
  if (passwordless) {
    const wanted = passwordless.type === "hidden" || passwordless.checked;
    publicKey.authenticatorSelection = {
      ...publicKey.authenticatorSelection,
      residentKey: wanted ? "required" : "discouraged",
      requireResidentKey: wanted,
      ...(wanted && { userVerification: "required" }),
    };
  }
  publicKey.challenge = bytes(publicKey.challenge);
  publicKey.user.id = bytes(publicKey.user.id);
  publicKey.excludeCredentials = withBytes(publicKey.excludeCredentials);
  return navigator.credentials.create({ publicKey });
}

async function get(form) {
  const { publicKey } = (await optionsOf(form)).request_options;
  publicKey.challenge = bytes(publicKey.challenge);
  publicKey.allowCredentials = withBytes(publicKey.allowCredentials);
  return navigator.credentials.get({ publicKey });
}

function asJson(credential) {
  const { response } = credential;
  const said = { clientDataJSON: words(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) said[name] = words(response[name]);
  }
  if (response.getTransports) said.transports = response.getTransports();
  return JSON.stringify({
    type: credential.type,
    id: credential.id,
    rawId: words(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: said,
  });
}

const REFUSALS = {
  InvalidStateError: "This device already holds a passkey for your account.",
  NotAllowedError: "Nothing was signed: the device was not unlocked, or the time ran out. Try again.",
  SecurityError: "The browser allows passkeys only at the portal's own secure address.",
};

async function act(form, status) {
  status.textContent = "Waiting for your device.";
  try {
    const credential = await (form.dataset.passkey === "create" ? create(form) : get(form));
    form.querySelector("[name=credential]").value = asJson(credential);
    form.submit();
  } catch (error) {
    status.textContent = REFUSALS[error.name] ?? "This device could not do it. Use another way to sign in.";
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = document.querySelector(`[data-passkey-button="${form.id}"]`);
  const status = document.querySelector(`[data-passkey-status="${form.id}"]`);
  if (!window.PublicKeyCredential) {
    button.disabled = true;
    status.textContent = "This browser knows no passkeys.";
    continue;
  }
  button.addEventListener("click", (event) => {
    event.preventDefault();
    act(form, status);
  });
}
