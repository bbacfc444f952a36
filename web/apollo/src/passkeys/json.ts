// WebAuthn's options and credentials to and from JSON (WebAuthn Level 3, sections 5.1.8 to 5.1.10), for browsers that have
// no functions of their own for it, and for password managers whose credentials have no toJSON. Extensions, which no
// authenticator has to know, are left out there: each would need a conversion of its own.

/** A JSON object: what the server's scalar WebAuthnJSON holds. */
export type WebAuthnJson = Record<string, unknown>;

/** The options of `navigator.credentials.create()`. */
export function creationOptions(json: WebAuthnJson): PublicKeyCredentialCreationOptions {
  if (typeof PublicKeyCredential.parseCreationOptionsFromJSON === "function") {
    return PublicKeyCredential.parseCreationOptionsFromJSON(json as unknown as PublicKeyCredentialCreationOptionsJSON);
  }
  const { extensions: _, ...options } = json as unknown as PublicKeyCredentialCreationOptionsJSON;
  return {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: (options.excludeCredentials ?? []).map(descriptor),
  } as PublicKeyCredentialCreationOptions;
}

/** The options of `navigator.credentials.get()`. */
export function requestOptions(json: WebAuthnJson): PublicKeyCredentialRequestOptions {
  if (typeof PublicKeyCredential.parseRequestOptionsFromJSON === "function") {
    return PublicKeyCredential.parseRequestOptionsFromJSON(json as unknown as PublicKeyCredentialRequestOptionsJSON);
  }
  const { extensions: _, ...options } = json as unknown as PublicKeyCredentialRequestOptionsJSON;
  return {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: (options.allowCredentials ?? []).map(descriptor),
  } as PublicKeyCredentialRequestOptions;
}

/** The credential as JSON, for the server. */
export function credentialJson(credential: PublicKeyCredential): WebAuthnJson {
  try {
    if (typeof credential.toJSON === "function") return credential.toJSON() as WebAuthnJson;
  } catch {
    // Some password managers hand out objects on which the browser's own toJSON throws.
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: responseJson(credential.response),
  };
}

function responseJson(response: AuthenticatorResponse): WebAuthnJson {
  if ("attestationObject" in response) {
    const made = response as AuthenticatorAttestationResponse;
    return {
      clientDataJSON: text(made.clientDataJSON),
      attestationObject: text(made.attestationObject),
      transports: made.getTransports?.() ?? [],
    };
  }
  const used = response as AuthenticatorAssertionResponse;
  return {
    clientDataJSON: text(used.clientDataJSON),
    authenticatorData: text(used.authenticatorData),
    signature: text(used.signature),
    userHandle: used.userHandle === null ? undefined : text(used.userHandle),
  };
}

function descriptor(json: PublicKeyCredentialDescriptorJSON): PublicKeyCredentialDescriptor {
  return { ...json, id: bytes(json.id) } as PublicKeyCredentialDescriptor;
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const raw = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(raw, (char) => char.charCodeAt(0));
}

function text(data: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(data)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
