import type { TypedDocumentNode } from "@apollo/client"
import type { FragmentDefinitionNode } from "graphql"
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A running challenge of a sign-in: opaque, encrypted, for one right answer. Send it back, do not read it. */
  ChallengeToken: { input: string; output: string; }
  /** An instant in UTC as RFC 3339 writes it, such as 2026-11-22T12:00:00Z. */
  DateTime: { input: string; output: string; }
  /** A length of time as ISO 8601 writes it, such as PT15M. */
  Duration: { input: string; output: string; }
  /** An e-mail address of at most 254 characters. White space around it is dropped and case ignored. */
  EmailAddress: { input: string; output: string; }
  /** A one-time code: up to 16 digits. Spaces in it are ignored. Input only. */
  OneTimeCode: { input: string; output: never; }
  /**
   * A password: of 1 to 256 characters as it is, or sealed by the client with what `config { sealing }`
   * gives, as a compact JWE of at most 2,048 characters. The length tells the two apart: a sealed one is
   * always longer than 256 characters. Input only: it is never logged and never echoed.
   */
  Password: { input: string; output: never; }
  /** A phone number in E.164 form, such as +4915112345678. */
  PhoneNumber: { input: string; output: string; }
  /** A token. Treat it as opaque: send it back, do not read it. */
  Token: { input: string; output: string; }
  /** A URL as it stands in the user's profile. */
  URL: { input: string; output: string; }
  /**
   * A JSON object as the browser's `parseCreationOptionsFromJSON()` and `parseRequestOptionsFromJSON()`
   * take it and the `toJSON()` of a credential gives it. At most 32 KiB.
   */
  WebAuthnJSON: { input: Record<string, unknown>; output: Record<string, unknown>; }
};

/** An attribute of the user by its Cognito name: a standard OpenID Connect claim or `custom:…`. */
export type AttributeInput = {
  /** Such as `name` or `custom:team`. */
  readonly name: Scalars['String']['input'];
  /** At most 2,048 characters. */
  readonly value: Scalars['String']['input'];
};

/** What answers a challenge. Exactly one member; which one, the type of the challenge says. */
export type ChallengeAnswer =
  /** To CodeChallenge: the code from the message. */
  { readonly code: Scalars['OneTimeCode']['input']; readonly custom?: never; readonly factor?: never; readonly newPassword?: never; readonly passkey?: never; readonly password?: never; readonly totpCode?: never; readonly totpSetup?: never; }
  |  /** To CustomChallenge: what its maker expects, at most 2,048 characters. */
  { readonly code?: never; readonly custom: Scalars['String']['input']; readonly factor?: never; readonly newPassword?: never; readonly passkey?: never; readonly password?: never; readonly totpCode?: never; readonly totpSetup?: never; }
  |  /** To SelectFactorChallenge: one of the others that it offers. */
  { readonly code?: never; readonly custom?: never; readonly factor: Factor; readonly newPassword?: never; readonly passkey?: never; readonly password?: never; readonly totpCode?: never; readonly totpSetup?: never; }
  |  /** To NewPasswordChallenge. */
  { readonly code?: never; readonly custom?: never; readonly factor?: never; readonly newPassword: NewPasswordAnswer; readonly passkey?: never; readonly password?: never; readonly totpCode?: never; readonly totpSetup?: never; }
  |  /** To PasskeyChallenge: the `toJSON()` of the credential. */
  { readonly code?: never; readonly custom?: never; readonly factor?: never; readonly newPassword?: never; readonly passkey: Scalars['WebAuthnJSON']['input']; readonly password?: never; readonly totpCode?: never; readonly totpSetup?: never; }
  |  /** To SelectFactorChallenge, where it offers PASSWORD. */
  { readonly code?: never; readonly custom?: never; readonly factor?: never; readonly newPassword?: never; readonly passkey?: never; readonly password: Scalars['Password']['input']; readonly totpCode?: never; readonly totpSetup?: never; }
  |  /** To TotpChallenge: the six digits that the app shows. */
  { readonly code?: never; readonly custom?: never; readonly factor?: never; readonly newPassword?: never; readonly passkey?: never; readonly password?: never; readonly totpCode: Scalars['OneTimeCode']['input']; readonly totpSetup?: never; }
  |  /** To MfaSetupChallenge. */
  { readonly code?: never; readonly custom?: never; readonly factor?: never; readonly newPassword?: never; readonly passkey?: never; readonly password?: never; readonly totpCode?: never; readonly totpSetup: TotpSetupAnswer; };

/** The present password and the new one. */
export type ChangePasswordInput = {
  /** The password that is in force. */
  readonly currentPassword: Scalars['Password']['input'];
  /** The password to set. */
  readonly newPassword: Scalars['Password']['input'];
  /** End every other session of the user. */
  readonly signOutOthers?: Scalars['Boolean']['input'];
};

/** The code from the message, and the new password. */
export type ConfirmForgotPasswordInput = {
  /** The code from the message. */
  readonly code: Scalars['OneTimeCode']['input'];
  /** The password to set. */
  readonly newPassword: Scalars['Password']['input'];
  /** The e-mail address of the account. */
  readonly username: Scalars['String']['input'];
};

/** The code from the message, and the password to set. */
export type ConfirmSignUpInput = {
  /** The code from the message. */
  readonly code: Scalars['OneTimeCode']['input'];
  /**
   * The password to set. It replaces one that was given to `signUp`, which may have been a stranger's.
   * Leave it out where `config { firstFactors }` has EMAIL: then nobody knows one, and mailed codes sign in.
   */
  readonly password?: InputMaybe<Scalars['Password']['input']>;
  /** The address that was signed up. */
  readonly username: Scalars['String']['input'];
};

/** The first code of a new authenticator app. */
export type ConfirmTotpInput = {
  /** The six digits that the app shows. */
  readonly code: Scalars['OneTimeCode']['input'];
  /** What its owner calls it. */
  readonly deviceName?: InputMaybe<Scalars['String']['input']>;
  /** Ask for it first when signing in. */
  readonly preferred?: Scalars['Boolean']['input'];
};

/** The proof of who asks, where the sign-in is too long ago. */
export type DeleteAccountInput = {
  /** The password. Leave it out within five minutes of signing in. */
  readonly password?: InputMaybe<Scalars['Password']['input']>;
};

/** The passkey to delete. */
export type DeletePasskeyInput = {
  /** From `me { passkeys { id } }`. */
  readonly id: Scalars['ID']['input'];
};

/** How a code travels. */
export type DeliveryChannel =
  /** By e-mail. */
  | 'EMAIL'
  /** By text message. */
  | 'SMS';

/** A way to prove who one is. */
export type Factor =
  /** What the pool's own triggers ask for. A sign-in can begin with it; no user has it as a setting. */
  | 'CUSTOM'
  /** A code sent by e-mail. */
  | 'EMAIL'
  /** A passkey (WebAuthn). */
  | 'PASSKEY'
  /** A password. */
  | 'PASSWORD'
  /** A code sent by text message. */
  | 'SMS'
  /** A code of an authenticator app (RFC 6238). */
  | 'TOTP';

/** The second factors to ask for. */
export type FactorPreferenceInput = {
  /** Of TOTP, SMS and EMAIL. Those that are left out are turned off. */
  readonly enabled: ReadonlyArray<Factor>;
  /** The one to ask for first, of those enabled. */
  readonly preferred?: InputMaybe<Factor>;
};

/** A password to replace the temporary one. */
export type NewPasswordAnswer = {
  /** The attributes that the challenge requires. */
  readonly attributes?: InputMaybe<ReadonlyArray<AttributeInput>>;
  /** The password to set. */
  readonly password: Scalars['Password']['input'];
};

/** A rule that a password can break. */
export type PasswordRule =
  /** It needs a digit. */
  | 'DIGIT'
  /** It needs a lower-case letter, a to z. */
  | 'LOWERCASE'
  /** It is longer than 256 characters. */
  | 'MAX_LENGTH'
  /** It is shorter than `minLength`. */
  | 'MIN_LENGTH'
  /** It is a common password or word, or one with little added, such as `Sunshine2024!`. */
  | 'NOT_COMMON'
  /** It is known from a breach. */
  | 'NOT_COMPROMISED'
  /** It is the address or name of the account, or one of these with little added. */
  | 'NOT_PERSONAL'
  /** It was used for this account before. */
  | 'NOT_REUSED'
  /** It begins or ends with white space. */
  | 'NO_EDGE_SPACE'
  /** It needs a symbol. */
  | 'SYMBOL'
  /** It needs an upper-case letter, A to Z. */
  | 'UPPERCASE';

/** The code of an expected problem. The list grows; keep a default branch. */
export type ProblemCode =
  /** The address, number or name belongs to another account. */
  | 'ALIAS_IN_USE'
  /** The step of signing in is over, used up or was tried too often: begin again. */
  | 'CHALLENGE_EXPIRED'
  /** The code has outlived its time: ask for a new one. */
  | 'CODE_EXPIRED'
  /** The message with the code could not be sent. */
  | 'DELIVERY_FAILED'
  /** The code is wrong or was used before. */
  | 'INVALID_CODE'
  /** User name and password do not match. Which of them is wrong is never said. */
  | 'INVALID_CREDENTIALS'
  /** A value of the input cannot be used. */
  | 'INVALID_INPUT'
  /** The address has not been confirmed yet. */
  | 'NOT_CONFIRMED'
  /** The user pool or this server has the feature switched off. */
  | 'NOT_ENABLED'
  /** What a password was sealed with is out of use: get it anew from `config`. */
  | 'PASSWORD_ENVELOPE_EXPIRED'
  /** A sealed password does not open, or not for this. */
  | 'PASSWORD_ENVELOPE_REFUSED'
  /** The password breaks a rule of the policy. */
  | 'PASSWORD_POLICY'
  /** The password must be reset before signing in. */
  | 'PASSWORD_RESET_REQUIRED'
  /** The password was used for this account before. */
  | 'PASSWORD_REUSED'
  /** Too many tries: wait. */
  | 'RATE_LIMITED'
  /** The session is good, and its sign-in too long ago for this: sign in again. */
  | 'REAUTHENTICATION_REQUIRED'
  /** The refresh token is not valid any more: sign in again. */
  | 'SESSION_EXPIRED';

/**
 * The refresh token to use instead of the one in the `X-Refresh-Token` header. Where tokens travel in
 * cookies it is not looked at: the cookie's is used.
 */
export type RefreshInput = {
  /** Leave it out to use the header's. */
  readonly refreshToken?: InputMaybe<Scalars['Token']['input']>;
};

/** The credential that the browser made. */
export type RegisterPasskeyInput = {
  /** Its `toJSON()`. */
  readonly credential: Scalars['WebAuthnJSON']['input'];
};

/** The new e-mail address. */
export type RequestEmailChangeInput = {
  /** Where the code goes. */
  readonly email: Scalars['EmailAddress']['input'];
};

/** The new phone number. */
export type RequestPhoneChangeInput = {
  /** Where the code goes. */
  readonly phoneNumber: Scalars['PhoneNumber']['input'];
};

/** Which of the two must still be proven. */
export type ResendVerificationCodeInput = {
  /** EMAIL for the e-mail address, SMS for the phone number. */
  readonly channel: DeliveryChannel;
};

/** The answer to a challenge. */
export type RespondToChallengeInput = {
  /** What it asks for. */
  readonly answer: ChallengeAnswer;
  /** From the challenge. */
  readonly challenge: Scalars['ChallengeToken']['input'];
};

/** The session to end. */
export type RevokeSessionInput = {
  /** From `sessions`. */
  readonly id: Scalars['ID']['input'];
};

/** Who signs in, and how. With neither password nor factor the answer is the choice of factors. */
export type SignInInput = {
  /** The factor to begin with: EMAIL, SMS, PASSKEY or CUSTOM, where the pool allows it. */
  readonly factor?: InputMaybe<Factor>;
  /** The password. Leave it out to begin with another factor. */
  readonly password?: InputMaybe<Scalars['Password']['input']>;
  /** The e-mail address of the account. */
  readonly username: Scalars['String']['input'];
};

/** Leave the password out to sign up with the address alone; it is then chosen in `confirmSignUp`. */
export type SignUpInput = {
  /** Further attributes, such as `name`. Whether they may be set is the app client's setting. */
  readonly attributes?: InputMaybe<ReadonlyArray<AttributeInput>>;
  /** The address that becomes the sign-in name. */
  readonly email: Scalars['EmailAddress']['input'];
  /** The password, if it is known already. */
  readonly password?: InputMaybe<Scalars['Password']['input']>;
};

/** The proof that an authenticator app is set up. */
export type TotpSetupAnswer = {
  /** The first six digits that the app shows. */
  readonly code: Scalars['OneTimeCode']['input'];
  /** What its owner calls it. */
  readonly deviceName?: InputMaybe<Scalars['String']['input']>;
};

/**
 * The parts of the profile to change. What is left out stays as it is; null deletes. E-mail address and
 * phone number have mutations of their own, because they must be proven.
 */
export type UpdateProfileInput = {
  /** Further attributes by their Cognito names. An empty value deletes. */
  readonly attributes?: InputMaybe<ReadonlyArray<AttributeInput>>;
  /** The family name. */
  readonly familyName?: InputMaybe<Scalars['String']['input']>;
  /** The given name. */
  readonly givenName?: InputMaybe<Scalars['String']['input']>;
  /** The locale, such as de-DE. */
  readonly locale?: InputMaybe<Scalars['String']['input']>;
  /** The full name. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** A picture: an http or https address. */
  readonly picture?: InputMaybe<Scalars['URL']['input']>;
  /** The time zone, such as Europe/Berlin. */
  readonly zoneinfo?: InputMaybe<Scalars['String']['input']>;
};

/** The account that a message is asked for. */
export type UsernameInput = {
  /** The e-mail address of the account. */
  readonly username: Scalars['String']['input'];
};

/** A kind of name to sign in with. */
export type UsernameKind =
  /** An e-mail address. */
  | 'EMAIL'
  /** A phone number. */
  | 'PHONE'
  /** A name of the user's choosing. */
  | 'USERNAME';

/** The proof of a new e-mail address or phone number. */
export type VerifyContactInput = {
  /** EMAIL for the e-mail address, SMS for the phone number. */
  readonly channel: DeliveryChannel;
  /** The code from the message. */
  readonly code: Scalars['OneTimeCode']['input'];
};

export type ChangePasswordMutationVariables = Exact<{
  input: ChangePasswordInput;
}>;


export type ChangePasswordMutation = { readonly changePassword:
    | { readonly __typename: 'InvalidCode', readonly expired: boolean, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidCredentials', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly code: ProblemCode, readonly message: string, readonly fields: ReadonlyArray<{ readonly __typename: 'FieldProblem', readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'NotEnabled', readonly feature: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'PasswordChanged', readonly at: string }
    | { readonly __typename: 'PasswordEnvelopeRefused', readonly expired: boolean, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'RateLimited', readonly retryAfter: number, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'WeakPassword', readonly violated: ReadonlyArray<PasswordRule>, readonly code: ProblemCode, readonly message: string, readonly policy: { readonly __typename: 'PasswordPolicy', readonly minLength: number, readonly rules: ReadonlyArray<PasswordRule> } }
   };

export type ConfigQueryVariables = Exact<{ [key: string]: never; }>;


export type ConfigQuery = { readonly config: { readonly __typename: 'AuthConfig', readonly signUpOpen: boolean, readonly usernameIs: ReadonlyArray<UsernameKind>, readonly mfaRequired: boolean, readonly firstFactors: ReadonlyArray<Factor>, readonly secondFactors: ReadonlyArray<Factor>, readonly passwordPolicy: { readonly __typename: 'PasswordPolicy', readonly minLength: number, readonly rules: ReadonlyArray<PasswordRule> } } };

export type ConfirmForgotPasswordMutationVariables = Exact<{
  input: ConfirmForgotPasswordInput;
}>;


export type ConfirmForgotPasswordMutation = { readonly confirmForgotPassword:
    | { readonly __typename: 'InvalidCode', readonly expired: boolean, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidCredentials', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly code: ProblemCode, readonly message: string, readonly fields: ReadonlyArray<{ readonly __typename: 'FieldProblem', readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'NotEnabled', readonly feature: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'PasswordChanged', readonly at: string }
    | { readonly __typename: 'PasswordEnvelopeRefused', readonly expired: boolean, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'RateLimited', readonly retryAfter: number, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'WeakPassword', readonly violated: ReadonlyArray<PasswordRule>, readonly code: ProblemCode, readonly message: string, readonly policy: { readonly __typename: 'PasswordPolicy', readonly minLength: number, readonly rules: ReadonlyArray<PasswordRule> } }
   };

export type ConfirmSignUpMutationVariables = Exact<{
  input: ConfirmSignUpInput;
}>;


export type ConfirmSignUpMutation = { readonly confirmSignUp:
    | { readonly __typename: 'InvalidCode', readonly expired: boolean, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly code: ProblemCode, readonly message: string, readonly fields: ReadonlyArray<{ readonly __typename: 'FieldProblem', readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'NotEnabled', readonly feature: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'PasswordEnvelopeRefused', readonly expired: boolean, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'RateLimited', readonly retryAfter: number, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'Session', readonly expiresAt: string, readonly me: { readonly __typename: 'Me', readonly id: string, readonly username: string, readonly groups: ReadonlyArray<string>, readonly scopes: ReadonlyArray<string>, readonly authenticatedAt: string, readonly email: string | null, readonly emailVerified: boolean | null, readonly phoneNumber: string | null, readonly phoneNumberVerified: boolean | null, readonly name: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly locale: string | null, readonly zoneinfo: string | null, readonly picture: string | null }, readonly tokens: { readonly __typename: 'TokenSet', readonly accessToken: string, readonly idToken: string | null, readonly refreshToken: string | null, readonly expiresAt: string } | null }
    | { readonly __typename: 'SignUpConfirmed', readonly username: string }
    | { readonly __typename: 'WeakPassword', readonly violated: ReadonlyArray<PasswordRule>, readonly code: ProblemCode, readonly message: string, readonly policy: { readonly __typename: 'PasswordPolicy', readonly minLength: number, readonly rules: ReadonlyArray<PasswordRule> } }
   };

export type ConfirmTotpMutationVariables = Exact<{
  input: ConfirmTotpInput;
}>;


export type ConfirmTotpMutation = { readonly confirmTotp:
    | { readonly __typename: 'FactorsUpdated', readonly me: { readonly __typename: 'Me', readonly id: string, readonly factors: { readonly __typename: 'FactorSettings', readonly enabled: ReadonlyArray<Factor>, readonly preferred: Factor | null, readonly available: ReadonlyArray<Factor> } | null } }
    | { readonly __typename: 'InvalidCode', readonly expired: boolean, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly code: ProblemCode, readonly message: string, readonly fields: ReadonlyArray<{ readonly __typename: 'FieldProblem', readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'NotEnabled', readonly feature: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'RateLimited', readonly retryAfter: number, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ReauthenticationRequired', readonly maxAge: string, readonly code: ProblemCode, readonly message: string }
   };

export type DeleteAccountMutationVariables = Exact<{
  input?: InputMaybe<DeleteAccountInput>;
}>;


export type DeleteAccountMutation = { readonly deleteAccount:
    | { readonly __typename: 'AccountDeleted', readonly at: string }
    | { readonly __typename: 'DeliveryFailed', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidCredentials', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly code: ProblemCode, readonly message: string, readonly fields: ReadonlyArray<{ readonly __typename: 'FieldProblem', readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'NotEnabled', readonly feature: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'PasswordEnvelopeRefused', readonly expired: boolean, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'PasswordResetRequired', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'RateLimited', readonly retryAfter: number, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ReauthenticationRequired', readonly maxAge: string, readonly code: ProblemCode, readonly message: string }
   };

export type DeletePasskeyMutationVariables = Exact<{
  input: DeletePasskeyInput;
}>;


export type DeletePasskeyMutation = { readonly deletePasskey:
    | { readonly __typename: 'FactorsUpdated', readonly me: { readonly __typename: 'Me', readonly id: string, readonly passkeys: ReadonlyArray<{ readonly __typename: 'Passkey', readonly id: string, readonly name: string, readonly relyingPartyId: string, readonly authenticatorAttachment: string | null, readonly transports: ReadonlyArray<string>, readonly createdAt: string }> | null } }
    | { readonly __typename: 'InvalidCode', readonly expired: boolean, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly code: ProblemCode, readonly message: string, readonly fields: ReadonlyArray<{ readonly __typename: 'FieldProblem', readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'NotEnabled', readonly feature: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'RateLimited', readonly retryAfter: number, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ReauthenticationRequired', readonly maxAge: string, readonly code: ProblemCode, readonly message: string }
   };

export type FactorsQueryVariables = Exact<{ [key: string]: never; }>;


export type FactorsQuery = { readonly me: { readonly __typename: 'Me', readonly id: string, readonly factors: { readonly __typename: 'FactorSettings', readonly enabled: ReadonlyArray<Factor>, readonly preferred: Factor | null, readonly available: ReadonlyArray<Factor> } | null } | null };

export type FinishPasskeyRegistrationMutationVariables = Exact<{
  input: RegisterPasskeyInput;
}>;


export type FinishPasskeyRegistrationMutation = { readonly finishPasskeyRegistration:
    | { readonly __typename: 'ChallengeExpired', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly code: ProblemCode, readonly message: string, readonly fields: ReadonlyArray<{ readonly __typename: 'FieldProblem', readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'NotEnabled', readonly feature: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'PasskeyRegistered', readonly passkey: { readonly __typename: 'Passkey', readonly id: string, readonly name: string, readonly relyingPartyId: string, readonly authenticatorAttachment: string | null, readonly transports: ReadonlyArray<string>, readonly createdAt: string }, readonly me: { readonly __typename: 'Me', readonly id: string, readonly passkeys: ReadonlyArray<{ readonly __typename: 'Passkey', readonly id: string, readonly name: string, readonly relyingPartyId: string, readonly authenticatorAttachment: string | null, readonly transports: ReadonlyArray<string>, readonly createdAt: string }> | null } }
    | { readonly __typename: 'RateLimited', readonly retryAfter: number, readonly code: ProblemCode, readonly message: string }
   };

export type ForgotPasswordMutationVariables = Exact<{
  input: UsernameInput;
}>;


export type ForgotPasswordMutation = { readonly forgotPassword:
    | { readonly __typename: 'CodeSent', readonly delivery: { readonly __typename: 'CodeDelivery', readonly channel: DeliveryChannel, readonly destination: string, readonly expiresAt: string | null } }
    | { readonly __typename: 'InvalidInput', readonly code: ProblemCode, readonly message: string, readonly fields: ReadonlyArray<{ readonly __typename: 'FieldProblem', readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'RateLimited', readonly retryAfter: number, readonly code: ProblemCode, readonly message: string }
   };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { readonly me: { readonly __typename: 'Me', readonly id: string, readonly username: string, readonly groups: ReadonlyArray<string>, readonly scopes: ReadonlyArray<string>, readonly authenticatedAt: string, readonly email: string | null, readonly emailVerified: boolean | null, readonly phoneNumber: string | null, readonly phoneNumberVerified: boolean | null, readonly name: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly locale: string | null, readonly zoneinfo: string | null, readonly picture: string | null } | null };

export type PasskeysQueryVariables = Exact<{ [key: string]: never; }>;


export type PasskeysQuery = { readonly me: { readonly __typename: 'Me', readonly id: string, readonly passkeys: ReadonlyArray<{ readonly __typename: 'Passkey', readonly id: string, readonly name: string, readonly relyingPartyId: string, readonly authenticatorAttachment: string | null, readonly transports: ReadonlyArray<string>, readonly createdAt: string }> | null } | null };

export type RefreshTokensMutationVariables = Exact<{ [key: string]: never; }>;


export type RefreshTokensMutation = { readonly refreshTokens:
    | { readonly __typename: 'RateLimited', readonly retryAfter: number, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'Session', readonly expiresAt: string, readonly tokens: { readonly __typename: 'TokenSet', readonly accessToken: string, readonly idToken: string | null, readonly refreshToken: string | null, readonly expiresAt: string } | null }
    | { readonly __typename: 'SessionExpired', readonly code: ProblemCode, readonly message: string }
   };

export type RequestEmailChangeMutationVariables = Exact<{
  input: RequestEmailChangeInput;
}>;


export type RequestEmailChangeMutation = { readonly requestEmailChange:
    | { readonly __typename: 'AliasInUse', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'DeliveryFailed', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly code: ProblemCode, readonly message: string, readonly fields: ReadonlyArray<{ readonly __typename: 'FieldProblem', readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'NotEnabled', readonly feature: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ProfileUpdated', readonly me: { readonly __typename: 'Me', readonly id: string, readonly username: string, readonly groups: ReadonlyArray<string>, readonly scopes: ReadonlyArray<string>, readonly authenticatedAt: string, readonly email: string | null, readonly emailVerified: boolean | null, readonly phoneNumber: string | null, readonly phoneNumberVerified: boolean | null, readonly name: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly locale: string | null, readonly zoneinfo: string | null, readonly picture: string | null }, readonly delivery: { readonly __typename: 'CodeDelivery', readonly channel: DeliveryChannel, readonly destination: string, readonly expiresAt: string | null } | null }
    | { readonly __typename: 'RateLimited', readonly retryAfter: number, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ReauthenticationRequired', readonly maxAge: string, readonly code: ProblemCode, readonly message: string }
   };

export type RequestPhoneChangeMutationVariables = Exact<{
  input: RequestPhoneChangeInput;
}>;


export type RequestPhoneChangeMutation = { readonly requestPhoneChange:
    | { readonly __typename: 'AliasInUse', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'DeliveryFailed', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly code: ProblemCode, readonly message: string, readonly fields: ReadonlyArray<{ readonly __typename: 'FieldProblem', readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'NotEnabled', readonly feature: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ProfileUpdated', readonly me: { readonly __typename: 'Me', readonly id: string, readonly username: string, readonly groups: ReadonlyArray<string>, readonly scopes: ReadonlyArray<string>, readonly authenticatedAt: string, readonly email: string | null, readonly emailVerified: boolean | null, readonly phoneNumber: string | null, readonly phoneNumberVerified: boolean | null, readonly name: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly locale: string | null, readonly zoneinfo: string | null, readonly picture: string | null }, readonly delivery: { readonly __typename: 'CodeDelivery', readonly channel: DeliveryChannel, readonly destination: string, readonly expiresAt: string | null } | null }
    | { readonly __typename: 'RateLimited', readonly retryAfter: number, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ReauthenticationRequired', readonly maxAge: string, readonly code: ProblemCode, readonly message: string }
   };

export type ResendConfirmationCodeMutationVariables = Exact<{
  input: UsernameInput;
}>;


export type ResendConfirmationCodeMutation = { readonly resendConfirmationCode:
    | { readonly __typename: 'CodeSent', readonly delivery: { readonly __typename: 'CodeDelivery', readonly channel: DeliveryChannel, readonly destination: string, readonly expiresAt: string | null } }
    | { readonly __typename: 'InvalidInput', readonly code: ProblemCode, readonly message: string, readonly fields: ReadonlyArray<{ readonly __typename: 'FieldProblem', readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'RateLimited', readonly retryAfter: number, readonly code: ProblemCode, readonly message: string }
   };

export type ResendVerificationCodeMutationVariables = Exact<{
  input: ResendVerificationCodeInput;
}>;


export type ResendVerificationCodeMutation = { readonly resendVerificationCode:
    | { readonly __typename: 'CodeSent', readonly delivery: { readonly __typename: 'CodeDelivery', readonly channel: DeliveryChannel, readonly destination: string, readonly expiresAt: string | null } }
    | { readonly __typename: 'DeliveryFailed', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly code: ProblemCode, readonly message: string, readonly fields: ReadonlyArray<{ readonly __typename: 'FieldProblem', readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'NotEnabled', readonly feature: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'RateLimited', readonly retryAfter: number, readonly code: ProblemCode, readonly message: string }
   };

export type RespondToChallengeMutationVariables = Exact<{
  input: RespondToChallengeInput;
}>;


export type RespondToChallengeMutation = { readonly respondToChallenge:
    | { readonly __typename: 'ChallengeExpired', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'CodeChallenge', readonly challenge: string, readonly expiresAt: string, readonly delivery: { readonly __typename: 'CodeDelivery', readonly channel: DeliveryChannel, readonly destination: string, readonly expiresAt: string | null } | null }
    | { readonly __typename: 'CustomChallenge', readonly challenge: string, readonly expiresAt: string, readonly parameters: ReadonlyArray<{ readonly __typename: 'KeyValue', readonly key: string, readonly value: string }> }
    | { readonly __typename: 'DeliveryFailed', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidCode', readonly expired: boolean, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidCredentials', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly code: ProblemCode, readonly message: string, readonly fields: ReadonlyArray<{ readonly __typename: 'FieldProblem', readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'MfaSetupChallenge', readonly challenge: string, readonly expiresAt: string, readonly factors: ReadonlyArray<Factor>, readonly totp: { readonly __typename: 'TotpEnrollment', readonly secret: string, readonly otpauthUri: string, readonly qrCode: string } }
    | { readonly __typename: 'NewPasswordChallenge', readonly challenge: string, readonly expiresAt: string, readonly requiredAttributes: ReadonlyArray<string>, readonly policy: { readonly __typename: 'PasswordPolicy', readonly minLength: number, readonly rules: ReadonlyArray<PasswordRule> } }
    | { readonly __typename: 'NotConfirmed', readonly code: ProblemCode, readonly message: string, readonly delivery: { readonly __typename: 'CodeDelivery', readonly channel: DeliveryChannel, readonly destination: string, readonly expiresAt: string | null } | null }
    | { readonly __typename: 'NotEnabled', readonly feature: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'PasskeyChallenge', readonly challenge: string, readonly expiresAt: string, readonly options: Record<string, unknown> }
    | { readonly __typename: 'PasswordEnvelopeRefused', readonly expired: boolean, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'PasswordResetRequired', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'RateLimited', readonly retryAfter: number, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'SelectFactorChallenge', readonly challenge: string, readonly expiresAt: string, readonly factors: ReadonlyArray<Factor> }
    | { readonly __typename: 'Session', readonly expiresAt: string, readonly me: { readonly __typename: 'Me', readonly id: string, readonly username: string, readonly groups: ReadonlyArray<string>, readonly scopes: ReadonlyArray<string>, readonly authenticatedAt: string, readonly email: string | null, readonly emailVerified: boolean | null, readonly phoneNumber: string | null, readonly phoneNumberVerified: boolean | null, readonly name: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly locale: string | null, readonly zoneinfo: string | null, readonly picture: string | null }, readonly tokens: { readonly __typename: 'TokenSet', readonly accessToken: string, readonly idToken: string | null, readonly refreshToken: string | null, readonly expiresAt: string } | null }
    | { readonly __typename: 'TotpChallenge', readonly challenge: string, readonly expiresAt: string, readonly deviceName: string | null }
    | { readonly __typename: 'WeakPassword', readonly violated: ReadonlyArray<PasswordRule>, readonly code: ProblemCode, readonly message: string, readonly policy: { readonly __typename: 'PasswordPolicy', readonly minLength: number, readonly rules: ReadonlyArray<PasswordRule> } }
   };

export type RevokeSessionMutationVariables = Exact<{
  input: RevokeSessionInput;
}>;


export type RevokeSessionMutation = { readonly revokeSession:
    | { readonly __typename: 'RateLimited', readonly retryAfter: number, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ReauthenticationRequired', readonly maxAge: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'SessionsEnded', readonly sessions: ReadonlyArray<{ readonly __typename: 'ActiveSession', readonly id: string, readonly device: string | null, readonly address: string | null, readonly createdAt: string, readonly lastSeenAt: string, readonly current: boolean }> }
   };

export type SealingQueryVariables = Exact<{ [key: string]: never; }>;


export type SealingQuery = { readonly config: { readonly __typename: 'AuthConfig', readonly sealing: { readonly __typename: 'PasswordSealing', readonly kid: string, readonly typ: string, readonly alg: string, readonly enc: string, readonly nonce: string, readonly expiresAt: string, readonly jwk: { readonly __typename: 'PublicJwk', readonly kty: string, readonly crv: string, readonly x: string, readonly y: string } } | null } };

export type SessionQueryVariables = Exact<{ [key: string]: never; }>;


export type SessionQuery = { readonly session: { readonly __typename: 'Session', readonly expiresAt: string, readonly me: { readonly __typename: 'Me', readonly id: string, readonly username: string, readonly groups: ReadonlyArray<string>, readonly scopes: ReadonlyArray<string>, readonly authenticatedAt: string, readonly email: string | null, readonly emailVerified: boolean | null, readonly phoneNumber: string | null, readonly phoneNumberVerified: boolean | null, readonly name: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly locale: string | null, readonly zoneinfo: string | null, readonly picture: string | null } } | null };

export type SessionsQueryVariables = Exact<{ [key: string]: never; }>;


export type SessionsQuery = { readonly sessions: ReadonlyArray<{ readonly __typename: 'ActiveSession', readonly id: string, readonly device: string | null, readonly address: string | null, readonly createdAt: string, readonly lastSeenAt: string, readonly current: boolean }> | null };

export type SetFactorPreferenceMutationVariables = Exact<{
  input: FactorPreferenceInput;
}>;


export type SetFactorPreferenceMutation = { readonly setFactorPreference:
    | { readonly __typename: 'FactorsUpdated', readonly me: { readonly __typename: 'Me', readonly id: string, readonly factors: { readonly __typename: 'FactorSettings', readonly enabled: ReadonlyArray<Factor>, readonly preferred: Factor | null, readonly available: ReadonlyArray<Factor> } | null } }
    | { readonly __typename: 'InvalidCode', readonly expired: boolean, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly code: ProblemCode, readonly message: string, readonly fields: ReadonlyArray<{ readonly __typename: 'FieldProblem', readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'NotEnabled', readonly feature: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'RateLimited', readonly retryAfter: number, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ReauthenticationRequired', readonly maxAge: string, readonly code: ProblemCode, readonly message: string }
   };

export type SetUpTotpMutationVariables = Exact<{ [key: string]: never; }>;


export type SetUpTotpMutation = { readonly setUpTotp:
    | { readonly __typename: 'NotEnabled', readonly feature: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'RateLimited', readonly retryAfter: number, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ReauthenticationRequired', readonly maxAge: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'TotpEnrollment', readonly secret: string, readonly otpauthUri: string, readonly qrCode: string }
   };

export type SignInMutationVariables = Exact<{
  input: SignInInput;
}>;


export type SignInMutation = { readonly signIn:
    | { readonly __typename: 'ChallengeExpired', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'CodeChallenge', readonly challenge: string, readonly expiresAt: string, readonly delivery: { readonly __typename: 'CodeDelivery', readonly channel: DeliveryChannel, readonly destination: string, readonly expiresAt: string | null } | null }
    | { readonly __typename: 'CustomChallenge', readonly challenge: string, readonly expiresAt: string, readonly parameters: ReadonlyArray<{ readonly __typename: 'KeyValue', readonly key: string, readonly value: string }> }
    | { readonly __typename: 'DeliveryFailed', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidCode', readonly expired: boolean, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidCredentials', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly code: ProblemCode, readonly message: string, readonly fields: ReadonlyArray<{ readonly __typename: 'FieldProblem', readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'MfaSetupChallenge', readonly challenge: string, readonly expiresAt: string, readonly factors: ReadonlyArray<Factor>, readonly totp: { readonly __typename: 'TotpEnrollment', readonly secret: string, readonly otpauthUri: string, readonly qrCode: string } }
    | { readonly __typename: 'NewPasswordChallenge', readonly challenge: string, readonly expiresAt: string, readonly requiredAttributes: ReadonlyArray<string>, readonly policy: { readonly __typename: 'PasswordPolicy', readonly minLength: number, readonly rules: ReadonlyArray<PasswordRule> } }
    | { readonly __typename: 'NotConfirmed', readonly code: ProblemCode, readonly message: string, readonly delivery: { readonly __typename: 'CodeDelivery', readonly channel: DeliveryChannel, readonly destination: string, readonly expiresAt: string | null } | null }
    | { readonly __typename: 'NotEnabled', readonly feature: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'PasskeyChallenge', readonly challenge: string, readonly expiresAt: string, readonly options: Record<string, unknown> }
    | { readonly __typename: 'PasswordEnvelopeRefused', readonly expired: boolean, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'PasswordResetRequired', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'RateLimited', readonly retryAfter: number, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'SelectFactorChallenge', readonly challenge: string, readonly expiresAt: string, readonly factors: ReadonlyArray<Factor> }
    | { readonly __typename: 'Session', readonly expiresAt: string, readonly me: { readonly __typename: 'Me', readonly id: string, readonly username: string, readonly groups: ReadonlyArray<string>, readonly scopes: ReadonlyArray<string>, readonly authenticatedAt: string, readonly email: string | null, readonly emailVerified: boolean | null, readonly phoneNumber: string | null, readonly phoneNumberVerified: boolean | null, readonly name: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly locale: string | null, readonly zoneinfo: string | null, readonly picture: string | null }, readonly tokens: { readonly __typename: 'TokenSet', readonly accessToken: string, readonly idToken: string | null, readonly refreshToken: string | null, readonly expiresAt: string } | null }
    | { readonly __typename: 'TotpChallenge', readonly challenge: string, readonly expiresAt: string, readonly deviceName: string | null }
    | { readonly __typename: 'WeakPassword', readonly violated: ReadonlyArray<PasswordRule>, readonly code: ProblemCode, readonly message: string, readonly policy: { readonly __typename: 'PasswordPolicy', readonly minLength: number, readonly rules: ReadonlyArray<PasswordRule> } }
   };

export type SignOutMutationVariables = Exact<{ [key: string]: never; }>;


export type SignOutMutation = { readonly signOut: { readonly __typename: 'SignedOut', readonly wasSignedIn: boolean } };

export type SignOutEverywhereMutationVariables = Exact<{ [key: string]: never; }>;


export type SignOutEverywhereMutation = { readonly signOutEverywhere: { readonly __typename: 'SignedOut', readonly wasSignedIn: boolean } };

export type SignOutOthersMutationVariables = Exact<{ [key: string]: never; }>;


export type SignOutOthersMutation = { readonly signOutOthers:
    | { readonly __typename: 'RateLimited', readonly retryAfter: number, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ReauthenticationRequired', readonly maxAge: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'SessionsEnded', readonly sessions: ReadonlyArray<{ readonly __typename: 'ActiveSession', readonly id: string, readonly device: string | null, readonly address: string | null, readonly createdAt: string, readonly lastSeenAt: string, readonly current: boolean }> }
   };

export type SignUpMutationVariables = Exact<{
  input: SignUpInput;
}>;


export type SignUpMutation = { readonly signUp:
    | { readonly __typename: 'DeliveryFailed', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly code: ProblemCode, readonly message: string, readonly fields: ReadonlyArray<{ readonly __typename: 'FieldProblem', readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'NotEnabled', readonly feature: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'PasswordEnvelopeRefused', readonly expired: boolean, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'RateLimited', readonly retryAfter: number, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'SignUpStarted', readonly confirmed: boolean, readonly delivery: { readonly __typename: 'CodeDelivery', readonly channel: DeliveryChannel, readonly destination: string, readonly expiresAt: string | null } | null }
    | { readonly __typename: 'WeakPassword', readonly violated: ReadonlyArray<PasswordRule>, readonly code: ProblemCode, readonly message: string, readonly policy: { readonly __typename: 'PasswordPolicy', readonly minLength: number, readonly rules: ReadonlyArray<PasswordRule> } }
   };

export type StartPasskeyRegistrationMutationVariables = Exact<{ [key: string]: never; }>;


export type StartPasskeyRegistrationMutation = { readonly startPasskeyRegistration:
    | { readonly __typename: 'NotEnabled', readonly feature: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'PasskeyOptions', readonly options: Record<string, unknown> }
    | { readonly __typename: 'RateLimited', readonly retryAfter: number, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ReauthenticationRequired', readonly maxAge: string, readonly code: ProblemCode, readonly message: string }
   };

export type UpdateProfileMutationVariables = Exact<{
  input: UpdateProfileInput;
}>;


export type UpdateProfileMutation = { readonly updateProfile:
    | { readonly __typename: 'AliasInUse', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'DeliveryFailed', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly code: ProblemCode, readonly message: string, readonly fields: ReadonlyArray<{ readonly __typename: 'FieldProblem', readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'NotEnabled', readonly feature: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ProfileUpdated', readonly me: { readonly __typename: 'Me', readonly id: string, readonly username: string, readonly groups: ReadonlyArray<string>, readonly scopes: ReadonlyArray<string>, readonly authenticatedAt: string, readonly email: string | null, readonly emailVerified: boolean | null, readonly phoneNumber: string | null, readonly phoneNumberVerified: boolean | null, readonly name: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly locale: string | null, readonly zoneinfo: string | null, readonly picture: string | null }, readonly delivery: { readonly __typename: 'CodeDelivery', readonly channel: DeliveryChannel, readonly destination: string, readonly expiresAt: string | null } | null }
    | { readonly __typename: 'RateLimited', readonly retryAfter: number, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ReauthenticationRequired', readonly maxAge: string, readonly code: ProblemCode, readonly message: string }
   };

export type VerifyContactMutationVariables = Exact<{
  input: VerifyContactInput;
}>;


export type VerifyContactMutation = { readonly verifyContact:
    | { readonly __typename: 'AliasInUse', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidCode', readonly expired: boolean, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly code: ProblemCode, readonly message: string, readonly fields: ReadonlyArray<{ readonly __typename: 'FieldProblem', readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'NotEnabled', readonly feature: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ProfileUpdated', readonly me: { readonly __typename: 'Me', readonly id: string, readonly username: string, readonly groups: ReadonlyArray<string>, readonly scopes: ReadonlyArray<string>, readonly authenticatedAt: string, readonly email: string | null, readonly emailVerified: boolean | null, readonly phoneNumber: string | null, readonly phoneNumberVerified: boolean | null, readonly name: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly locale: string | null, readonly zoneinfo: string | null, readonly picture: string | null }, readonly delivery: { readonly __typename: 'CodeDelivery', readonly channel: DeliveryChannel, readonly destination: string, readonly expiresAt: string | null } | null }
    | { readonly __typename: 'RateLimited', readonly retryAfter: number, readonly code: ProblemCode, readonly message: string }
   };

export type AccountFragment = { readonly __typename: 'Me', readonly id: string, readonly username: string, readonly groups: ReadonlyArray<string>, readonly scopes: ReadonlyArray<string>, readonly authenticatedAt: string, readonly email: string | null, readonly emailVerified: boolean | null, readonly phoneNumber: string | null, readonly phoneNumberVerified: boolean | null, readonly name: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly locale: string | null, readonly zoneinfo: string | null, readonly picture: string | null };

export type SignedInSessionFragment = { readonly __typename: 'Session', readonly expiresAt: string, readonly me: { readonly __typename: 'Me', readonly id: string, readonly username: string, readonly groups: ReadonlyArray<string>, readonly scopes: ReadonlyArray<string>, readonly authenticatedAt: string, readonly email: string | null, readonly emailVerified: boolean | null, readonly phoneNumber: string | null, readonly phoneNumberVerified: boolean | null, readonly name: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly locale: string | null, readonly zoneinfo: string | null, readonly picture: string | null }, readonly tokens: { readonly __typename: 'TokenSet', readonly accessToken: string, readonly idToken: string | null, readonly refreshToken: string | null, readonly expiresAt: string } | null };

export type DeliveryFragment = { readonly __typename: 'CodeDelivery', readonly channel: DeliveryChannel, readonly destination: string, readonly expiresAt: string | null };

export type PolicyFragment = { readonly __typename: 'PasswordPolicy', readonly minLength: number, readonly rules: ReadonlyArray<PasswordRule> };

export type EnrollmentFragment = { readonly __typename: 'TotpEnrollment', readonly secret: string, readonly otpauthUri: string, readonly qrCode: string };

export type FactorsFragment = { readonly __typename: 'FactorSettings', readonly enabled: ReadonlyArray<Factor>, readonly preferred: Factor | null, readonly available: ReadonlyArray<Factor> };

export type PasskeyDetailsFragment = { readonly __typename: 'Passkey', readonly id: string, readonly name: string, readonly relyingPartyId: string, readonly authenticatorAttachment: string | null, readonly transports: ReadonlyArray<string>, readonly createdAt: string };

export type ActiveSessionDetailsFragment = { readonly __typename: 'ActiveSession', readonly id: string, readonly device: string | null, readonly address: string | null, readonly createdAt: string, readonly lastSeenAt: string, readonly current: boolean };

export type SealingFragment = { readonly __typename: 'PasswordSealing', readonly kid: string, readonly typ: string, readonly alg: string, readonly enc: string, readonly nonce: string, readonly expiresAt: string, readonly jwk: { readonly __typename: 'PublicJwk', readonly kty: string, readonly crv: string, readonly x: string, readonly y: string } };

type ProblemDetails_AliasInUse_Fragment = { readonly __typename: 'AliasInUse', readonly code: ProblemCode, readonly message: string };

type ProblemDetails_ChallengeExpired_Fragment = { readonly __typename: 'ChallengeExpired', readonly code: ProblemCode, readonly message: string };

type ProblemDetails_DeliveryFailed_Fragment = { readonly __typename: 'DeliveryFailed', readonly code: ProblemCode, readonly message: string };

type ProblemDetails_InvalidCode_Fragment = { readonly __typename: 'InvalidCode', readonly expired: boolean, readonly code: ProblemCode, readonly message: string };

type ProblemDetails_InvalidCredentials_Fragment = { readonly __typename: 'InvalidCredentials', readonly code: ProblemCode, readonly message: string };

type ProblemDetails_InvalidInput_Fragment = { readonly __typename: 'InvalidInput', readonly code: ProblemCode, readonly message: string, readonly fields: ReadonlyArray<{ readonly __typename: 'FieldProblem', readonly path: ReadonlyArray<string>, readonly message: string }> };

type ProblemDetails_NotConfirmed_Fragment = { readonly __typename: 'NotConfirmed', readonly code: ProblemCode, readonly message: string };

type ProblemDetails_NotEnabled_Fragment = { readonly __typename: 'NotEnabled', readonly feature: string, readonly code: ProblemCode, readonly message: string };

type ProblemDetails_PasswordEnvelopeRefused_Fragment = { readonly __typename: 'PasswordEnvelopeRefused', readonly expired: boolean, readonly code: ProblemCode, readonly message: string };

type ProblemDetails_PasswordResetRequired_Fragment = { readonly __typename: 'PasswordResetRequired', readonly code: ProblemCode, readonly message: string };

type ProblemDetails_RateLimited_Fragment = { readonly __typename: 'RateLimited', readonly retryAfter: number, readonly code: ProblemCode, readonly message: string };

type ProblemDetails_ReauthenticationRequired_Fragment = { readonly __typename: 'ReauthenticationRequired', readonly maxAge: string, readonly code: ProblemCode, readonly message: string };

type ProblemDetails_SessionExpired_Fragment = { readonly __typename: 'SessionExpired', readonly code: ProblemCode, readonly message: string };

type ProblemDetails_WeakPassword_Fragment = { readonly __typename: 'WeakPassword', readonly violated: ReadonlyArray<PasswordRule>, readonly code: ProblemCode, readonly message: string, readonly policy: { readonly __typename: 'PasswordPolicy', readonly minLength: number, readonly rules: ReadonlyArray<PasswordRule> } };

export type ProblemDetailsFragment =
  | ProblemDetails_AliasInUse_Fragment
  | ProblemDetails_ChallengeExpired_Fragment
  | ProblemDetails_DeliveryFailed_Fragment
  | ProblemDetails_InvalidCode_Fragment
  | ProblemDetails_InvalidCredentials_Fragment
  | ProblemDetails_InvalidInput_Fragment
  | ProblemDetails_NotConfirmed_Fragment
  | ProblemDetails_NotEnabled_Fragment
  | ProblemDetails_PasswordEnvelopeRefused_Fragment
  | ProblemDetails_PasswordResetRequired_Fragment
  | ProblemDetails_RateLimited_Fragment
  | ProblemDetails_ReauthenticationRequired_Fragment
  | ProblemDetails_SessionExpired_Fragment
  | ProblemDetails_WeakPassword_Fragment
;

type AuthStep_ChallengeExpired_Fragment = { readonly __typename: 'ChallengeExpired', readonly code: ProblemCode, readonly message: string };

type AuthStep_CodeChallenge_Fragment = { readonly __typename: 'CodeChallenge', readonly challenge: string, readonly expiresAt: string, readonly delivery: { readonly __typename: 'CodeDelivery', readonly channel: DeliveryChannel, readonly destination: string, readonly expiresAt: string | null } | null };

type AuthStep_CustomChallenge_Fragment = { readonly __typename: 'CustomChallenge', readonly challenge: string, readonly expiresAt: string, readonly parameters: ReadonlyArray<{ readonly __typename: 'KeyValue', readonly key: string, readonly value: string }> };

type AuthStep_DeliveryFailed_Fragment = { readonly __typename: 'DeliveryFailed', readonly code: ProblemCode, readonly message: string };

type AuthStep_InvalidCode_Fragment = { readonly __typename: 'InvalidCode', readonly expired: boolean, readonly code: ProblemCode, readonly message: string };

type AuthStep_InvalidCredentials_Fragment = { readonly __typename: 'InvalidCredentials', readonly code: ProblemCode, readonly message: string };

type AuthStep_InvalidInput_Fragment = { readonly __typename: 'InvalidInput', readonly code: ProblemCode, readonly message: string, readonly fields: ReadonlyArray<{ readonly __typename: 'FieldProblem', readonly path: ReadonlyArray<string>, readonly message: string }> };

type AuthStep_MfaSetupChallenge_Fragment = { readonly __typename: 'MfaSetupChallenge', readonly challenge: string, readonly expiresAt: string, readonly factors: ReadonlyArray<Factor>, readonly totp: { readonly __typename: 'TotpEnrollment', readonly secret: string, readonly otpauthUri: string, readonly qrCode: string } };

type AuthStep_NewPasswordChallenge_Fragment = { readonly __typename: 'NewPasswordChallenge', readonly challenge: string, readonly expiresAt: string, readonly requiredAttributes: ReadonlyArray<string>, readonly policy: { readonly __typename: 'PasswordPolicy', readonly minLength: number, readonly rules: ReadonlyArray<PasswordRule> } };

type AuthStep_NotConfirmed_Fragment = { readonly __typename: 'NotConfirmed', readonly code: ProblemCode, readonly message: string, readonly delivery: { readonly __typename: 'CodeDelivery', readonly channel: DeliveryChannel, readonly destination: string, readonly expiresAt: string | null } | null };

type AuthStep_NotEnabled_Fragment = { readonly __typename: 'NotEnabled', readonly feature: string, readonly code: ProblemCode, readonly message: string };

type AuthStep_PasskeyChallenge_Fragment = { readonly __typename: 'PasskeyChallenge', readonly challenge: string, readonly expiresAt: string, readonly options: Record<string, unknown> };

type AuthStep_PasswordEnvelopeRefused_Fragment = { readonly __typename: 'PasswordEnvelopeRefused', readonly expired: boolean, readonly code: ProblemCode, readonly message: string };

type AuthStep_PasswordResetRequired_Fragment = { readonly __typename: 'PasswordResetRequired', readonly code: ProblemCode, readonly message: string };

type AuthStep_RateLimited_Fragment = { readonly __typename: 'RateLimited', readonly retryAfter: number, readonly code: ProblemCode, readonly message: string };

type AuthStep_SelectFactorChallenge_Fragment = { readonly __typename: 'SelectFactorChallenge', readonly challenge: string, readonly expiresAt: string, readonly factors: ReadonlyArray<Factor> };

type AuthStep_Session_Fragment = { readonly __typename: 'Session', readonly expiresAt: string, readonly me: { readonly __typename: 'Me', readonly id: string, readonly username: string, readonly groups: ReadonlyArray<string>, readonly scopes: ReadonlyArray<string>, readonly authenticatedAt: string, readonly email: string | null, readonly emailVerified: boolean | null, readonly phoneNumber: string | null, readonly phoneNumberVerified: boolean | null, readonly name: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly locale: string | null, readonly zoneinfo: string | null, readonly picture: string | null }, readonly tokens: { readonly __typename: 'TokenSet', readonly accessToken: string, readonly idToken: string | null, readonly refreshToken: string | null, readonly expiresAt: string } | null };

type AuthStep_TotpChallenge_Fragment = { readonly __typename: 'TotpChallenge', readonly challenge: string, readonly expiresAt: string, readonly deviceName: string | null };

type AuthStep_WeakPassword_Fragment = { readonly __typename: 'WeakPassword', readonly violated: ReadonlyArray<PasswordRule>, readonly code: ProblemCode, readonly message: string, readonly policy: { readonly __typename: 'PasswordPolicy', readonly minLength: number, readonly rules: ReadonlyArray<PasswordRule> } };

export type AuthStepFragment =
  | AuthStep_ChallengeExpired_Fragment
  | AuthStep_CodeChallenge_Fragment
  | AuthStep_CustomChallenge_Fragment
  | AuthStep_DeliveryFailed_Fragment
  | AuthStep_InvalidCode_Fragment
  | AuthStep_InvalidCredentials_Fragment
  | AuthStep_InvalidInput_Fragment
  | AuthStep_MfaSetupChallenge_Fragment
  | AuthStep_NewPasswordChallenge_Fragment
  | AuthStep_NotConfirmed_Fragment
  | AuthStep_NotEnabled_Fragment
  | AuthStep_PasskeyChallenge_Fragment
  | AuthStep_PasswordEnvelopeRefused_Fragment
  | AuthStep_PasswordResetRequired_Fragment
  | AuthStep_RateLimited_Fragment
  | AuthStep_SelectFactorChallenge_Fragment
  | AuthStep_Session_Fragment
  | AuthStep_TotpChallenge_Fragment
  | AuthStep_WeakPassword_Fragment
;

const Account = {"kind":"FragmentDefinition","name":{"kind":"Name","value":"Account"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Me"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"username"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"groups"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"scopes"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"authenticatedAt"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"email"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"emailVerified"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberVerified"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"name"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"givenName"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"familyName"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"locale"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"zoneinfo"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"picture"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}} as unknown as FragmentDefinitionNode

const SignedInSession = {"kind":"FragmentDefinition","name":{"kind":"Name","value":"SignedInSession"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Account"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"tokens"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"idToken"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"refreshToken"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}} as unknown as FragmentDefinitionNode

const Delivery = {"kind":"FragmentDefinition","name":{"kind":"Name","value":"Delivery"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CodeDelivery"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"channel"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"destination"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}} as unknown as FragmentDefinitionNode

const Policy = {"kind":"FragmentDefinition","name":{"kind":"Name","value":"Policy"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PasswordPolicy"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minLength"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"rules"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}} as unknown as FragmentDefinitionNode

const Enrollment = {"kind":"FragmentDefinition","name":{"kind":"Name","value":"Enrollment"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TotpEnrollment"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secret"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"otpauthUri"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"qrCode"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}} as unknown as FragmentDefinitionNode

const Factors = {"kind":"FragmentDefinition","name":{"kind":"Name","value":"Factors"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FactorSettings"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"enabled"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"preferred"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"available"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}} as unknown as FragmentDefinitionNode

const PasskeyDetails = {"kind":"FragmentDefinition","name":{"kind":"Name","value":"PasskeyDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Passkey"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"name"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"relyingPartyId"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"authenticatorAttachment"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"transports"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"createdAt"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}} as unknown as FragmentDefinitionNode

const ActiveSessionDetails = {"kind":"FragmentDefinition","name":{"kind":"Name","value":"ActiveSessionDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActiveSession"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"device"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"address"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"createdAt"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"lastSeenAt"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"current"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}} as unknown as FragmentDefinitionNode

const Sealing = {"kind":"FragmentDefinition","name":{"kind":"Name","value":"Sealing"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PasswordSealing"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kid"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"typ"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"alg"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"enc"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"jwk"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kty"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"crv"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"x"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"y"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nonce"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}} as unknown as FragmentDefinitionNode

const ProblemDetails = {"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProblemDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"message"},"arguments":[],"directives":[]},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidCode"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expired"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WeakPassword"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"violated"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"policy"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Policy"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimited"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfter"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"message"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"NotEnabled"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"feature"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReauthenticationRequired"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"maxAge"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PasswordEnvelopeRefused"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expired"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}} as unknown as FragmentDefinitionNode

const AuthStep = {"kind":"FragmentDefinition","name":{"kind":"Name","value":"AuthStep"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AuthResult"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"},"arguments":[],"directives":[]},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SignedInSession"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Challenge"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"challenge"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TotpChallenge"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deviceName"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CodeChallenge"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"delivery"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Delivery"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"NewPasswordChallenge"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"policy"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Policy"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"requiredAttributes"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SelectFactorChallenge"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"factors"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MfaSetupChallenge"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"factors"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"totp"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Enrollment"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PasskeyChallenge"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"options"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CustomChallenge"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"parameters"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"value"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"NotConfirmed"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"delivery"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Delivery"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProblemDetails"},"directives":[]}]}} as unknown as FragmentDefinitionNode

export const ChangePasswordDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ChangePassword"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ChangePasswordInput"}}},"directives":[]}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changePassword"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"},"arguments":[],"directives":[]},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PasswordChanged"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProblemDetails"},"directives":[]}]}}]}}, Policy, ProblemDetails] } as unknown as TypedDocumentNode<ChangePasswordMutation, ChangePasswordMutationVariables>

export const ConfigDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Config"},"variableDefinitions":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"config"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signUpOpen"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"passwordPolicy"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Policy"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"usernameIs"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"mfaRequired"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"firstFactors"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"secondFactors"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}, Policy] } as unknown as TypedDocumentNode<ConfigQuery, ConfigQueryVariables>

export const ConfirmForgotPasswordDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ConfirmForgotPassword"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ConfirmForgotPasswordInput"}}},"directives":[]}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"confirmForgotPassword"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"},"arguments":[],"directives":[]},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PasswordChanged"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProblemDetails"},"directives":[]}]}}]}}, Policy, ProblemDetails] } as unknown as TypedDocumentNode<ConfirmForgotPasswordMutation, ConfirmForgotPasswordMutationVariables>

export const ConfirmSignUpDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ConfirmSignUp"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ConfirmSignUpInput"}}},"directives":[]}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"confirmSignUp"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"},"arguments":[],"directives":[]},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SignedInSession"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignUpConfirmed"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"username"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProblemDetails"},"directives":[]}]}}]}}, Account, Policy, ProblemDetails, SignedInSession] } as unknown as TypedDocumentNode<ConfirmSignUpMutation, ConfirmSignUpMutationVariables>

export const ConfirmTotpDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ConfirmTotp"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ConfirmTotpInput"}}},"directives":[]}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"confirmTotp"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"},"arguments":[],"directives":[]},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FactorsUpdated"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"factors"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Factors"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProblemDetails"},"directives":[]}]}}]}}, Factors, Policy, ProblemDetails] } as unknown as TypedDocumentNode<ConfirmTotpMutation, ConfirmTotpMutationVariables>

export const DeleteAccountDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteAccount"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteAccountInput"}},"directives":[]}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteAccount"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"},"arguments":[],"directives":[]},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AccountDeleted"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProblemDetails"},"directives":[]}]}}]}}, Policy, ProblemDetails] } as unknown as TypedDocumentNode<DeleteAccountMutation, DeleteAccountMutationVariables>

export const DeletePasskeyDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeletePasskey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeletePasskeyInput"}}},"directives":[]}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deletePasskey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"},"arguments":[],"directives":[]},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FactorsUpdated"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"passkeys"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PasskeyDetails"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProblemDetails"},"directives":[]}]}}]}}, PasskeyDetails, Policy, ProblemDetails] } as unknown as TypedDocumentNode<DeletePasskeyMutation, DeletePasskeyMutationVariables>

export const FactorsDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Factors"},"variableDefinitions":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"factors"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Factors"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}, Factors] } as unknown as TypedDocumentNode<FactorsQuery, FactorsQueryVariables>

export const FinishPasskeyRegistrationDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"FinishPasskeyRegistration"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RegisterPasskeyInput"}}},"directives":[]}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"finishPasskeyRegistration"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"},"arguments":[],"directives":[]},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PasskeyRegistered"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"passkey"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PasskeyDetails"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"me"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"passkeys"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PasskeyDetails"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProblemDetails"},"directives":[]}]}}]}}, PasskeyDetails, Policy, ProblemDetails] } as unknown as TypedDocumentNode<FinishPasskeyRegistrationMutation, FinishPasskeyRegistrationMutationVariables>

export const ForgotPasswordDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ForgotPassword"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UsernameInput"}}},"directives":[]}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"forgotPassword"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"},"arguments":[],"directives":[]},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CodeSent"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"delivery"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Delivery"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProblemDetails"},"directives":[]}]}}]}}, Delivery, Policy, ProblemDetails] } as unknown as TypedDocumentNode<ForgotPasswordMutation, ForgotPasswordMutationVariables>

export const MeDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Me"},"variableDefinitions":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Account"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}, Account] } as unknown as TypedDocumentNode<MeQuery, MeQueryVariables>

export const PasskeysDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Passkeys"},"variableDefinitions":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"passkeys"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PasskeyDetails"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}, PasskeyDetails] } as unknown as TypedDocumentNode<PasskeysQuery, PasskeysQueryVariables>

export const RefreshTokensDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RefreshTokens"},"variableDefinitions":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"refreshTokens"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"},"arguments":[],"directives":[]},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tokens"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"idToken"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"refreshToken"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimited"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfter"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"message"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]}}] } as unknown as TypedDocumentNode<RefreshTokensMutation, RefreshTokensMutationVariables>

export const RequestEmailChangeDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RequestEmailChange"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RequestEmailChangeInput"}}},"directives":[]}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestEmailChange"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"},"arguments":[],"directives":[]},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProfileUpdated"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Account"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"delivery"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Delivery"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProblemDetails"},"directives":[]}]}}]}}, Account, Delivery, Policy, ProblemDetails] } as unknown as TypedDocumentNode<RequestEmailChangeMutation, RequestEmailChangeMutationVariables>

export const RequestPhoneChangeDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RequestPhoneChange"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RequestPhoneChangeInput"}}},"directives":[]}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestPhoneChange"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"},"arguments":[],"directives":[]},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProfileUpdated"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Account"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"delivery"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Delivery"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProblemDetails"},"directives":[]}]}}]}}, Account, Delivery, Policy, ProblemDetails] } as unknown as TypedDocumentNode<RequestPhoneChangeMutation, RequestPhoneChangeMutationVariables>

export const ResendConfirmationCodeDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResendConfirmationCode"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UsernameInput"}}},"directives":[]}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resendConfirmationCode"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"},"arguments":[],"directives":[]},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CodeSent"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"delivery"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Delivery"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProblemDetails"},"directives":[]}]}}]}}, Delivery, Policy, ProblemDetails] } as unknown as TypedDocumentNode<ResendConfirmationCodeMutation, ResendConfirmationCodeMutationVariables>

export const ResendVerificationCodeDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResendVerificationCode"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResendVerificationCodeInput"}}},"directives":[]}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resendVerificationCode"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"},"arguments":[],"directives":[]},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CodeSent"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"delivery"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Delivery"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProblemDetails"},"directives":[]}]}}]}}, Delivery, Policy, ProblemDetails] } as unknown as TypedDocumentNode<ResendVerificationCodeMutation, ResendVerificationCodeMutationVariables>

export const RespondToChallengeDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RespondToChallenge"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RespondToChallengeInput"}}},"directives":[]}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"respondToChallenge"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"AuthStep"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}, Account, AuthStep, Delivery, Enrollment, Policy, ProblemDetails, SignedInSession] } as unknown as TypedDocumentNode<RespondToChallengeMutation, RespondToChallengeMutationVariables>

export const RevokeSessionDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeSession"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeSessionInput"}}},"directives":[]}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeSession"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"},"arguments":[],"directives":[]},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SessionsEnded"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sessions"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ActiveSessionDetails"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProblemDetails"},"directives":[]}]}}]}}, ActiveSessionDetails, Policy, ProblemDetails] } as unknown as TypedDocumentNode<RevokeSessionMutation, RevokeSessionMutationVariables>

export const SealingDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Sealing"},"variableDefinitions":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"config"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sealing"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Sealing"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}, Sealing] } as unknown as TypedDocumentNode<SealingQuery, SealingQueryVariables>

export const SessionDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Session"},"variableDefinitions":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"session"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Account"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}, Account] } as unknown as TypedDocumentNode<SessionQuery, SessionQueryVariables>

export const SessionsDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Sessions"},"variableDefinitions":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sessions"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ActiveSessionDetails"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}, ActiveSessionDetails] } as unknown as TypedDocumentNode<SessionsQuery, SessionsQueryVariables>

export const SetFactorPreferenceDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SetFactorPreference"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"FactorPreferenceInput"}}},"directives":[]}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setFactorPreference"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"},"arguments":[],"directives":[]},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FactorsUpdated"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"factors"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Factors"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProblemDetails"},"directives":[]}]}}]}}, Factors, Policy, ProblemDetails] } as unknown as TypedDocumentNode<SetFactorPreferenceMutation, SetFactorPreferenceMutationVariables>

export const SetUpTotpDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SetUpTotp"},"variableDefinitions":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setUpTotp"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"},"arguments":[],"directives":[]},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TotpEnrollment"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Enrollment"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProblemDetails"},"directives":[]}]}}]}}, Enrollment, Policy, ProblemDetails] } as unknown as TypedDocumentNode<SetUpTotpMutation, SetUpTotpMutationVariables>

export const SignInDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SignIn"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SignInInput"}}},"directives":[]}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signIn"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"AuthStep"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}, Account, AuthStep, Delivery, Enrollment, Policy, ProblemDetails, SignedInSession] } as unknown as TypedDocumentNode<SignInMutation, SignInMutationVariables>

export const SignOutDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SignOut"},"variableDefinitions":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signOut"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"wasSignedIn"},"arguments":[],"directives":[]}]}}]}}] } as unknown as TypedDocumentNode<SignOutMutation, SignOutMutationVariables>

export const SignOutEverywhereDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SignOutEverywhere"},"variableDefinitions":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signOutEverywhere"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"wasSignedIn"},"arguments":[],"directives":[]}]}}]}}] } as unknown as TypedDocumentNode<SignOutEverywhereMutation, SignOutEverywhereMutationVariables>

export const SignOutOthersDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SignOutOthers"},"variableDefinitions":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signOutOthers"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"},"arguments":[],"directives":[]},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SessionsEnded"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sessions"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ActiveSessionDetails"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProblemDetails"},"directives":[]}]}}]}}, ActiveSessionDetails, Policy, ProblemDetails] } as unknown as TypedDocumentNode<SignOutOthersMutation, SignOutOthersMutationVariables>

export const SignUpDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SignUp"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SignUpInput"}}},"directives":[]}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signUp"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"},"arguments":[],"directives":[]},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignUpStarted"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"delivery"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Delivery"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"confirmed"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProblemDetails"},"directives":[]}]}}]}}, Delivery, Policy, ProblemDetails] } as unknown as TypedDocumentNode<SignUpMutation, SignUpMutationVariables>

export const StartPasskeyRegistrationDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StartPasskeyRegistration"},"variableDefinitions":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startPasskeyRegistration"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"},"arguments":[],"directives":[]},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PasskeyOptions"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"options"},"arguments":[],"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProblemDetails"},"directives":[]}]}}]}}, Policy, ProblemDetails] } as unknown as TypedDocumentNode<StartPasskeyRegistrationMutation, StartPasskeyRegistrationMutationVariables>

export const UpdateProfileDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateProfile"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateProfileInput"}}},"directives":[]}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateProfile"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"},"arguments":[],"directives":[]},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProfileUpdated"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Account"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"delivery"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Delivery"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProblemDetails"},"directives":[]}]}}]}}, Account, Delivery, Policy, ProblemDetails] } as unknown as TypedDocumentNode<UpdateProfileMutation, UpdateProfileMutationVariables>

export const VerifyContactDocument = { kind: "Document", definitions: [{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"VerifyContact"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"VerifyContactInput"}}},"directives":[]}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"verifyContact"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"},"arguments":[],"directives":[]},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProfileUpdated"}},"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Account"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"delivery"},"arguments":[],"directives":[],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Delivery"},"directives":[]},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProblemDetails"},"directives":[]}]}}]}}, Account, Delivery, Policy, ProblemDetails] } as unknown as TypedDocumentNode<VerifyContactMutation, VerifyContactMutationVariables>