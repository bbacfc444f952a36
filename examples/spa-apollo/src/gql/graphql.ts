/* eslint-disable */
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
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
  WebAuthnJSON: { input: object; output: object; }
};

/** The account and all its sessions are gone. */
export type AccountDeleted = {
  readonly __typename: 'AccountDeleted';
  /** Since when. */
  readonly at: Scalars['DateTime']['output'];
};

/** What `deleteAccount` answers. */
export type AccountResult = AccountDeleted | DeliveryFailed | InvalidCredentials | InvalidInput | NotEnabled | PasswordEnvelopeRefused | PasswordResetRequired | RateLimited | ReauthenticationRequired;

/** One of the user's sessions: a sign-in, with all that came of it by refreshing. */
export type ActiveSession = {
  readonly __typename: 'ActiveSession';
  /** The network it was last used from, such as `203.0.113.0/24`; the address itself is not kept. Null where it is not known. */
  readonly address?: Maybe<Scalars['String']['output']>;
  /** When the user signed in. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Whether it is the session that asks. */
  readonly current: Scalars['Boolean']['output'];
  /** What it is used with, such as `Firefox on Linux`, by its own account. Null where it did not say. */
  readonly device?: Maybe<Scalars['String']['output']>;
  /** Names the session for `revokeSession`. It opens nothing. */
  readonly id: Scalars['ID']['output'];
  /** When it was last used, to five minutes. */
  readonly lastSeenAt: Scalars['DateTime']['output'];
};

/**
 * The address, number or name belongs to another account. Only somebody who is signed in, or has just
 * proven a factor, is told.
 */
export type AliasInUse = Problem & {
  readonly __typename: 'AliasInUse';
  /** ALIAS_IN_USE. */
  readonly code: ProblemCode;
  /** One sentence for a person. */
  readonly message: Scalars['String']['output'];
};

/** An attribute of the user by its Cognito name: a standard OpenID Connect claim or `custom:…`. */
export type AttributeInput = {
  /** Such as `name` or `custom:team`. */
  readonly name: Scalars['String']['input'];
  /** At most 2,048 characters. */
  readonly value: Scalars['String']['input'];
};

/** What this pool allows, for the forms that a client draws. */
export type AuthConfig = {
  readonly __typename: 'AuthConfig';
  /** What a sign-in can begin with. */
  readonly firstFactors: ReadonlyArray<Factor>;
  /** Whether every user needs a second factor. */
  readonly mfaRequired: Scalars['Boolean']['output'];
  /** What is asked of a password. */
  readonly passwordPolicy: PasswordPolicy;
  /** What to seal passwords with. Null where sealed passwords are switched off. */
  readonly sealing?: Maybe<PasswordSealing>;
  /** What can be asked for after the password; empty where the pool asks for nothing more. */
  readonly secondFactors: ReadonlyArray<Factor>;
  /** Whether anybody may sign up. */
  readonly signUpOpen: Scalars['Boolean']['output'];
  /** What a user signs in with. */
  readonly usernameIs: ReadonlyArray<UsernameKind>;
};

/**
 * What a step of signing in answers: a session, the next challenge, or a problem. One switch on
 * `__typename` serves every step. It grows with the ways to sign in; keep a default branch.
 */
export type AuthResult = ChallengeExpired | CodeChallenge | CustomChallenge | DeliveryFailed | InvalidCode | InvalidCredentials | InvalidInput | MfaSetupChallenge | NewPasswordChallenge | NotConfirmed | NotEnabled | PasskeyChallenge | PasswordEnvelopeRefused | PasswordResetRequired | RateLimited | SelectFactorChallenge | Session | TotpChallenge | WeakPassword;

/**
 * Signing in goes on: send `challenge` back with `respondToChallenge`. A wrong answer leaves it as it
 * is, a few times; a right one uses it up.
 */
export type Challenge = {
  /** Names the challenge. Opaque, and of no use without the answer. */
  readonly challenge: Scalars['ChallengeToken']['output'];
  /** When it stops working: after three minutes, whatever is longer at the pool. */
  readonly expiresAt: Scalars['DateTime']['output'];
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

/** The step is over, used up or was tried too often. Begin again: with `signIn`, or where it began. */
export type ChallengeExpired = Problem & {
  readonly __typename: 'ChallengeExpired';
  /** CHALLENGE_EXPIRED. */
  readonly code: ProblemCode;
  /** One sentence for a person. */
  readonly message: Scalars['String']['output'];
};

/** The present password and the new one. */
export type ChangePasswordInput = {
  /** The password that is in force. */
  readonly currentPassword: Scalars['Password']['input'];
  /** The password to set. */
  readonly newPassword: Scalars['Password']['input'];
  /** End every other session of the user. */
  readonly signOutOthers?: Scalars['Boolean']['input'];
};

/** A code was sent. Answer with `code`. */
export type CodeChallenge = Challenge & {
  readonly __typename: 'CodeChallenge';
  /** To send back. */
  readonly challenge: Scalars['ChallengeToken']['output'];
  /** Where the code went. It is always there, and may be null in the schema so that one document can ask for NotConfirmed's, too. */
  readonly delivery?: Maybe<CodeDelivery>;
  /** When it stops working. */
  readonly expiresAt: Scalars['DateTime']['output'];
};

/** Where a code went. */
export type CodeDelivery = {
  readonly __typename: 'CodeDelivery';
  /** How it travels. */
  readonly channel: DeliveryChannel;
  /** The address or number, masked: a***@e***. Whoever has proven nothing yet sees the one they typed, known or not. */
  readonly destination: Scalars['String']['output'];
  /** When the code stops working. */
  readonly expiresAt?: Maybe<Scalars['DateTime']['output']>;
};

/** A code is on its way. Where a stranger may ask for it, the answer is the same without an account. */
export type CodeSent = {
  readonly __typename: 'CodeSent';
  /** Where it goes. */
  readonly delivery: CodeDelivery;
};

/** What the mutations answer that send a code. */
export type CodeSentResult = CodeSent | InvalidInput | RateLimited;

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

/** What `confirmSignUp` answers. */
export type ConfirmSignUpResult = InvalidCode | InvalidInput | NotEnabled | PasswordEnvelopeRefused | RateLimited | Session | SignUpConfirmed | WeakPassword;

/** The first code of a new authenticator app. */
export type ConfirmTotpInput = {
  /** The six digits that the app shows. */
  readonly code: Scalars['OneTimeCode']['input'];
  /** What its owner calls it. */
  readonly deviceName?: InputMaybe<Scalars['String']['input']>;
  /** Ask for it first when signing in. */
  readonly preferred?: Scalars['Boolean']['input'];
};

/** A challenge of the pool's own making, from its Lambda triggers. Answer with `custom`. */
export type CustomChallenge = Challenge & {
  readonly __typename: 'CustomChallenge';
  /** To send back. */
  readonly challenge: Scalars['ChallengeToken']['output'];
  /** When it stops working. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** What its maker says about it. */
  readonly parameters: ReadonlyArray<KeyValue>;
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

/** The message with the code could not be sent. Nothing is lost: ask for it again later. */
export type DeliveryFailed = Problem & {
  readonly __typename: 'DeliveryFailed';
  /** DELIVERY_FAILED. */
  readonly code: ProblemCode;
  /** One sentence for a person. */
  readonly message: Scalars['String']['output'];
};

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

/** What the mutations answer that change factors. */
export type FactorResult = FactorsUpdated | InvalidCode | InvalidInput | NotEnabled | RateLimited | ReauthenticationRequired;

/** A user's ways to prove who they are. */
export type FactorSettings = {
  readonly __typename: 'FactorSettings';
  /** All that the user can prove. */
  readonly available: ReadonlyArray<Factor>;
  /** The second factors that are asked for after the password. */
  readonly enabled: ReadonlyArray<Factor>;
  /** The second factor that is asked for first. Null where none is. */
  readonly preferred?: Maybe<Factor>;
};

/** The change is in force. */
export type FactorsUpdated = {
  readonly __typename: 'FactorsUpdated';
  /** The user with the factors that are in force now. */
  readonly me: Me;
};

/** One value of the input and why it cannot be used. */
export type FieldProblem = {
  readonly __typename: 'FieldProblem';
  /** One sentence for a person. It never repeats the value. */
  readonly message: Scalars['String']['output'];
  /** Where it stands, such as `input`, `email`. */
  readonly path: ReadonlyArray<Scalars['String']['output']>;
};

/** The code does not fit. */
export type InvalidCode = Problem & {
  readonly __typename: 'InvalidCode';
  /** INVALID_CODE, or CODE_EXPIRED. */
  readonly code: ProblemCode;
  /** True when every code that was asked for has outlived its time, so that only a new one helps. */
  readonly expired: Scalars['Boolean']['output'];
  /** One sentence for a person. */
  readonly message: Scalars['String']['output'];
};

/** User name and password do not match. Which of them is wrong is never said. */
export type InvalidCredentials = Problem & {
  readonly __typename: 'InvalidCredentials';
  /** INVALID_CREDENTIALS. */
  readonly code: ProblemCode;
  /** One sentence for a person. */
  readonly message: Scalars['String']['output'];
};

/** Values of the input that cannot be used. */
export type InvalidInput = Problem & {
  readonly __typename: 'InvalidInput';
  /** INVALID_INPUT. */
  readonly code: ProblemCode;
  /** Each value with its reason. */
  readonly fields: ReadonlyArray<FieldProblem>;
  /** One sentence for a person. */
  readonly message: Scalars['String']['output'];
};

/** A name and its value. */
export type KeyValue = {
  readonly __typename: 'KeyValue';
  /** The name. */
  readonly key: Scalars['String']['output'];
  /** The value. */
  readonly value: Scalars['String']['output'];
};

/** The signed-in user. Fields without `@upstream` are read from the access token and cost nothing. */
export type Me = {
  readonly __typename: 'Me';
  /** Attributes by their Cognito names, standard and custom: all that the app client may read, or those named. */
  readonly attributes?: Maybe<ReadonlyArray<KeyValue>>;
  /** When the user proved who they are. Refreshing tokens does not move it. */
  readonly authenticatedAt: Scalars['DateTime']['output'];
  /** The e-mail address. */
  readonly email?: Maybe<Scalars['EmailAddress']['output']>;
  /** Whether the e-mail address was proven. */
  readonly emailVerified?: Maybe<Scalars['Boolean']['output']>;
  /** The ways to prove who they are. */
  readonly factors?: Maybe<FactorSettings>;
  /** The family name. */
  readonly familyName?: Maybe<Scalars['String']['output']>;
  /** The given name. */
  readonly givenName?: Maybe<Scalars['String']['output']>;
  /** The groups the user is in, as of the token. */
  readonly groups: ReadonlyArray<Scalars['String']['output']>;
  /** The pool's immutable `sub`. */
  readonly id: Scalars['ID']['output'];
  /** The locale, such as de-DE. */
  readonly locale?: Maybe<Scalars['String']['output']>;
  /** The full name. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** The passkeys. */
  readonly passkeys?: Maybe<ReadonlyArray<Passkey>>;
  /** The phone number. */
  readonly phoneNumber?: Maybe<Scalars['PhoneNumber']['output']>;
  /** Whether the phone number was proven. */
  readonly phoneNumberVerified?: Maybe<Scalars['Boolean']['output']>;
  /** A picture. */
  readonly picture?: Maybe<Scalars['URL']['output']>;
  /** The scopes of the access token. */
  readonly scopes: ReadonlyArray<Scalars['String']['output']>;
  /** The pool's own name of the user; in pools that sign in by e-mail it is not the address. */
  readonly username: Scalars['String']['output'];
  /** The time zone, such as Europe/Berlin. */
  readonly zoneinfo?: Maybe<Scalars['String']['output']>;
};


/** The signed-in user. Fields without `@upstream` are read from the access token and cost nothing. */
export type MeAttributesArgs = {
  names?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/** The pool demands a second factor and the user has none. Answer with `totpSetup`. */
export type MfaSetupChallenge = Challenge & {
  readonly __typename: 'MfaSetupChallenge';
  /** To send back. */
  readonly challenge: Scalars['ChallengeToken']['output'];
  /** When it stops working. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** The second factors that the pool takes. TOTP is among them, and the one to set up here. */
  readonly factors: ReadonlyArray<Factor>;
  /** What the authenticator app needs. */
  readonly totp: TotpEnrollment;
};

/**
 * What can be done. A field that takes anything takes one `input` object; one that can meet an
 * expected problem returns a union of the outcome and the problems. One operation holds one mutation
 * field.
 */
export type Mutation = {
  readonly __typename: 'Mutation';
  /** Changes the caller's password. The caller's session goes on. */
  readonly changePassword: PasswordResult;
  /** Sets a new password with the mailed code. All other sessions of the user end. */
  readonly confirmForgotPassword: PasswordResult;
  /**
   * Finishes the sign-up with the mailed code and a password, and signs in. It may be repeated: a
   * confirm that died half-way finishes. A weak password does not spend the code.
   */
  readonly confirmSignUp: ConfirmSignUpResult;
  /** Proves the new authenticator app by its first code, and turns it on. */
  readonly confirmTotp: FactorResult;
  /**
   * Deletes the caller's account for good and ends all its sessions. It asks for the password, or for a
   * sign-in of the last five minutes.
   */
  readonly deleteAccount: AccountResult;
  /** Deletes a passkey. One that is not there is no error. */
  readonly deletePasskey: FactorResult;
  /** Keeps the passkey that the browser made from the options. */
  readonly finishPasskeyRegistration: PasskeyResult;
  /**
   * Has a code mailed with which a new password can be set. For an account that was never confirmed
   * it continues the sign-up.
   */
  readonly forgotPassword: CodeSentResult;
  /**
   * Trades the refresh token for new tokens. Requests that come at the same time or within half a
   * minute with the same token get the same new ones.
   */
  readonly refreshTokens: RefreshResult;
  /** Has a code mailed to a new e-mail address; `verifyContact` takes it. Until then the old one stays, where the pool keeps it. */
  readonly requestEmailChange: ProfileResult;
  /** Has a code sent to a new phone number; `verifyContact` takes it. Until then the old one stays, where the pool keeps it. */
  readonly requestPhoneChange: ProfileResult;
  /** Has the code mailed again; older ones die. */
  readonly resendConfirmationCode: CodeSentResult;
  /** Has the code sent again that proves the e-mail address or phone number; older ones die. */
  readonly resendVerificationCode: VerificationCodeResult;
  /** Takes the next step of a sign-in. */
  readonly respondToChallenge: AuthResult;
  /** Ends one session of the user. One that has ended already is no error; the one that asks is signed out. */
  readonly revokeSession: SessionsResult;
  /** Says which second factors are asked for, and which one first. */
  readonly setFactorPreference: FactorResult;
  /** Makes the secret of a new authenticator app. Nothing changes until `confirmTotp`. */
  readonly setUpTotp: TotpSetupResult;
  /** Begins a sign-in: with a password, or with another factor that the pool allows first. */
  readonly signIn: AuthResult;
  /**
   * Ends the session that came along. Send both tokens: the access token, expired or not, and all
   * that come from the same sign-in are refused from now on, and the refresh token is dead. With a
   * refresh token alone, unless it is sealed, an access token stays good until it expires. It works
   * while Cognito is down.
   */
  readonly signOut: SignedOut;
  /** Ends all sessions of the user, this one included. */
  readonly signOutEverywhere: SignedOut;
  /** Ends all sessions of the user but the one that asks. */
  readonly signOutOthers: SessionsResult;
  /** Starts an account: an e-mail address is enough. A code is mailed to it. */
  readonly signUp: SignUpResult;
  /** Begins to make a passkey. */
  readonly startPasskeyRegistration: PasskeyOptionsResult;
  /** Changes the user's profile. */
  readonly updateProfile: ProfileResult;
  /** Proves the new e-mail address or phone number with the code. */
  readonly verifyContact: VerifyResult;
};


/**
 * What can be done. A field that takes anything takes one `input` object; one that can meet an
 * expected problem returns a union of the outcome and the problems. One operation holds one mutation
 * field.
 */
export type MutationChangePasswordArgs = {
  input: ChangePasswordInput;
};


/**
 * What can be done. A field that takes anything takes one `input` object; one that can meet an
 * expected problem returns a union of the outcome and the problems. One operation holds one mutation
 * field.
 */
export type MutationConfirmForgotPasswordArgs = {
  input: ConfirmForgotPasswordInput;
};


/**
 * What can be done. A field that takes anything takes one `input` object; one that can meet an
 * expected problem returns a union of the outcome and the problems. One operation holds one mutation
 * field.
 */
export type MutationConfirmSignUpArgs = {
  input: ConfirmSignUpInput;
};


/**
 * What can be done. A field that takes anything takes one `input` object; one that can meet an
 * expected problem returns a union of the outcome and the problems. One operation holds one mutation
 * field.
 */
export type MutationConfirmTotpArgs = {
  input: ConfirmTotpInput;
};


/**
 * What can be done. A field that takes anything takes one `input` object; one that can meet an
 * expected problem returns a union of the outcome and the problems. One operation holds one mutation
 * field.
 */
export type MutationDeleteAccountArgs = {
  input?: InputMaybe<DeleteAccountInput>;
};


/**
 * What can be done. A field that takes anything takes one `input` object; one that can meet an
 * expected problem returns a union of the outcome and the problems. One operation holds one mutation
 * field.
 */
export type MutationDeletePasskeyArgs = {
  input: DeletePasskeyInput;
};


/**
 * What can be done. A field that takes anything takes one `input` object; one that can meet an
 * expected problem returns a union of the outcome and the problems. One operation holds one mutation
 * field.
 */
export type MutationFinishPasskeyRegistrationArgs = {
  input: RegisterPasskeyInput;
};


/**
 * What can be done. A field that takes anything takes one `input` object; one that can meet an
 * expected problem returns a union of the outcome and the problems. One operation holds one mutation
 * field.
 */
export type MutationForgotPasswordArgs = {
  input: UsernameInput;
};


/**
 * What can be done. A field that takes anything takes one `input` object; one that can meet an
 * expected problem returns a union of the outcome and the problems. One operation holds one mutation
 * field.
 */
export type MutationRefreshTokensArgs = {
  input?: InputMaybe<RefreshInput>;
};


/**
 * What can be done. A field that takes anything takes one `input` object; one that can meet an
 * expected problem returns a union of the outcome and the problems. One operation holds one mutation
 * field.
 */
export type MutationRequestEmailChangeArgs = {
  input: RequestEmailChangeInput;
};


/**
 * What can be done. A field that takes anything takes one `input` object; one that can meet an
 * expected problem returns a union of the outcome and the problems. One operation holds one mutation
 * field.
 */
export type MutationRequestPhoneChangeArgs = {
  input: RequestPhoneChangeInput;
};


/**
 * What can be done. A field that takes anything takes one `input` object; one that can meet an
 * expected problem returns a union of the outcome and the problems. One operation holds one mutation
 * field.
 */
export type MutationResendConfirmationCodeArgs = {
  input: UsernameInput;
};


/**
 * What can be done. A field that takes anything takes one `input` object; one that can meet an
 * expected problem returns a union of the outcome and the problems. One operation holds one mutation
 * field.
 */
export type MutationResendVerificationCodeArgs = {
  input: ResendVerificationCodeInput;
};


/**
 * What can be done. A field that takes anything takes one `input` object; one that can meet an
 * expected problem returns a union of the outcome and the problems. One operation holds one mutation
 * field.
 */
export type MutationRespondToChallengeArgs = {
  input: RespondToChallengeInput;
};


/**
 * What can be done. A field that takes anything takes one `input` object; one that can meet an
 * expected problem returns a union of the outcome and the problems. One operation holds one mutation
 * field.
 */
export type MutationRevokeSessionArgs = {
  input: RevokeSessionInput;
};


/**
 * What can be done. A field that takes anything takes one `input` object; one that can meet an
 * expected problem returns a union of the outcome and the problems. One operation holds one mutation
 * field.
 */
export type MutationSetFactorPreferenceArgs = {
  input: FactorPreferenceInput;
};


/**
 * What can be done. A field that takes anything takes one `input` object; one that can meet an
 * expected problem returns a union of the outcome and the problems. One operation holds one mutation
 * field.
 */
export type MutationSignInArgs = {
  input: SignInInput;
};


/**
 * What can be done. A field that takes anything takes one `input` object; one that can meet an
 * expected problem returns a union of the outcome and the problems. One operation holds one mutation
 * field.
 */
export type MutationSignOutArgs = {
  input?: InputMaybe<RefreshInput>;
};


/**
 * What can be done. A field that takes anything takes one `input` object; one that can meet an
 * expected problem returns a union of the outcome and the problems. One operation holds one mutation
 * field.
 */
export type MutationSignUpArgs = {
  input: SignUpInput;
};


/**
 * What can be done. A field that takes anything takes one `input` object; one that can meet an
 * expected problem returns a union of the outcome and the problems. One operation holds one mutation
 * field.
 */
export type MutationUpdateProfileArgs = {
  input: UpdateProfileInput;
};


/**
 * What can be done. A field that takes anything takes one `input` object; one that can meet an
 * expected problem returns a union of the outcome and the problems. One operation holds one mutation
 * field.
 */
export type MutationVerifyContactArgs = {
  input: VerifyContactInput;
};

/** A password to replace the temporary one. */
export type NewPasswordAnswer = {
  /** The attributes that the challenge requires. */
  readonly attributes?: InputMaybe<ReadonlyArray<AttributeInput>>;
  /** The password to set. */
  readonly password: Scalars['Password']['input'];
};

/** The password is temporary. Answer with `newPassword`. */
export type NewPasswordChallenge = Challenge & {
  readonly __typename: 'NewPasswordChallenge';
  /** To send back. */
  readonly challenge: Scalars['ChallengeToken']['output'];
  /** When it stops working. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** What is asked of the new password. */
  readonly policy: PasswordPolicy;
  /** The attributes, by their Cognito names, that the user lacks and the answer must bring. */
  readonly requiredAttributes: ReadonlyArray<Scalars['String']['output']>;
};

/** The password is right, the address not confirmed yet. A fresh code is mailed where the limits allow. */
export type NotConfirmed = Problem & {
  readonly __typename: 'NotConfirmed';
  /** NOT_CONFIRMED. */
  readonly code: ProblemCode;
  /** Where a fresh code went, to finish with `confirmSignUp`. Null when none was sent: use the last one. */
  readonly delivery?: Maybe<CodeDelivery>;
  /** One sentence for a person. */
  readonly message: Scalars['String']['output'];
};

/** The user pool or this server has the feature switched off. */
export type NotEnabled = Problem & {
  readonly __typename: 'NotEnabled';
  /** NOT_ENABLED. */
  readonly code: ProblemCode;
  /** What is switched off. */
  readonly feature: Scalars['String']['output'];
  /** One sentence for a person. */
  readonly message: Scalars['String']['output'];
};

/** A passkey of the user. */
export type Passkey = {
  readonly __typename: 'Passkey';
  /** `platform` for one built into a device, `cross-platform` for one carried along. Null where it did not say. */
  readonly authenticatorAttachment?: Maybe<Scalars['String']['output']>;
  /** Since when the user has it. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** The credential's id in base64url, for `deletePasskey`. */
  readonly id: Scalars['ID']['output'];
  /** The name that the pool gave it: often the authenticator's. */
  readonly name: Scalars['String']['output'];
  /** The domain it works on. */
  readonly relyingPartyId: Scalars['String']['output'];
  /** The ways to reach it, such as `internal`, `hybrid` and `usb`. */
  readonly transports: ReadonlyArray<Scalars['String']['output']>;
};

/** Asks for a passkey. Answer with `passkey`. */
export type PasskeyChallenge = Challenge & {
  readonly __typename: 'PasskeyChallenge';
  /** To send back. */
  readonly challenge: Scalars['ChallengeToken']['output'];
  /** When it stops working. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** For `PublicKeyCredential.parseRequestOptionsFromJSON()` and `navigator.credentials.get()`. */
  readonly options: Scalars['WebAuthnJSON']['output'];
};

/** What the browser needs to make a passkey. */
export type PasskeyOptions = {
  readonly __typename: 'PasskeyOptions';
  /** For `PublicKeyCredential.parseCreationOptionsFromJSON()` and `navigator.credentials.create()`. */
  readonly options: Scalars['WebAuthnJSON']['output'];
};

/** What `startPasskeyRegistration` answers. */
export type PasskeyOptionsResult = NotEnabled | PasskeyOptions | RateLimited | ReauthenticationRequired;

/** The passkey is kept: it signs the user in from now on. */
export type PasskeyRegistered = {
  readonly __typename: 'PasskeyRegistered';
  /** The user, with it. */
  readonly me: Me;
  /** The passkey. */
  readonly passkey: Passkey;
};

/** What `finishPasskeyRegistration` answers. */
export type PasskeyResult = ChallengeExpired | InvalidInput | NotEnabled | PasskeyRegistered | RateLimited;

/** The new password is in force. */
export type PasswordChanged = {
  readonly __typename: 'PasswordChanged';
  /** Since when. */
  readonly at: Scalars['DateTime']['output'];
};

/**
 * A sealed password was not opened. It must be sealed for this operation and this account, and it opens
 * once.
 */
export type PasswordEnvelopeRefused = Problem & {
  readonly __typename: 'PasswordEnvelopeRefused';
  /** PASSWORD_ENVELOPE_REFUSED, or PASSWORD_ENVELOPE_EXPIRED. */
  readonly code: ProblemCode;
  /** True when key or nonce are out of use: ask for `config { sealing }` again, seal again, and repeat it once. */
  readonly expired: Scalars['Boolean']['output'];
  /** One sentence for a person. */
  readonly message: Scalars['String']['output'];
};

/** What is asked of a password that is set: the stricter of the pool's policy and this service's own. */
export type PasswordPolicy = {
  readonly __typename: 'PasswordPolicy';
  /** In characters. */
  readonly minLength: Scalars['Int']['output'];
  /** All rules in force. */
  readonly rules: ReadonlyArray<PasswordRule>;
};

/** The password must be reset first: go on with `forgotPassword`. */
export type PasswordResetRequired = Problem & {
  readonly __typename: 'PasswordResetRequired';
  /** PASSWORD_RESET_REQUIRED. */
  readonly code: ProblemCode;
  /** One sentence for a person. */
  readonly message: Scalars['String']['output'];
};

/** What the mutations answer that set a password. */
export type PasswordResult = InvalidCode | InvalidCredentials | InvalidInput | NotEnabled | PasswordChanged | PasswordEnvelopeRefused | RateLimited | WeakPassword;

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

/**
 * What a client needs to seal passwords, so that whoever reads its requests on their way reads none. The
 * plaintext of the JWE is `{"pwd":…,"op":…,"sub":…,"nonce":…}`; docs/sealed-passwords.md says what goes into it.
 */
export type PasswordSealing = {
  readonly __typename: 'PasswordSealing';
  /** The header's `alg`: ECDH-ES. */
  readonly alg: Scalars['String']['output'];
  /** The header's `enc`: A256GCM. */
  readonly enc: Scalars['String']['output'];
  /** When the nonce stops working. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** The key to seal for. */
  readonly jwk: PublicJwk;
  /** Names the key, as the header's `kid`. There is another one every week. */
  readonly kid: Scalars['String']['output'];
  /** For the claim `nonce`. It is good once for each operation, and different in every answer. */
  readonly nonce: Scalars['String']['output'];
  /** The header's `typ`. */
  readonly typ: Scalars['String']['output'];
};

/**
 * An expected outcome that is not the wished-for one. Select `... on Problem { code message }` last
 * in a union, so that problems added later still reach you.
 */
export type Problem = {
  /** What kind of problem it is; stable, made for programs. */
  readonly code: ProblemCode;
  /** One sentence in English, made for people. Its words may change. */
  readonly message: Scalars['String']['output'];
};

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

/** What the mutations answer that change the profile. */
export type ProfileResult = AliasInUse | DeliveryFailed | InvalidInput | NotEnabled | ProfileUpdated | RateLimited | ReauthenticationRequired;

/**
 * The change is made, or, where `delivery` is set, waits for its proof. Tokens go on telling the
 * profile of when they were issued: after `refreshTokens` they tell the new one.
 */
export type ProfileUpdated = {
  readonly __typename: 'ProfileUpdated';
  /** Where the code went that `verifyContact` takes. Null when nothing must be proven. */
  readonly delivery?: Maybe<CodeDelivery>;
  /** The user, as the pool has it now. */
  readonly me: Me;
};

/** A public key as a JWK (RFC 7517), for `crypto.subtle.importKey`. */
export type PublicJwk = {
  readonly __typename: 'PublicJwk';
  /** P-256. */
  readonly crv: Scalars['String']['output'];
  /** EC. */
  readonly kty: Scalars['String']['output'];
  /** The point's first coordinate. */
  readonly x: Scalars['String']['output'];
  /** The point's second coordinate. */
  readonly y: Scalars['String']['output'];
};

/** What can be read. */
export type Query = {
  readonly __typename: 'Query';
  /** What this pool allows. It changes about never, but for `sealing`. */
  readonly config: AuthConfig;
  /** The signed-in user. Without a session: null, and an UNAUTHENTICATED error. */
  readonly me?: Maybe<Me>;
  /** The caller's session, or null. Never an error for want of one: ask it when the app starts. */
  readonly session?: Maybe<Session>;
  /** The user's sessions, the one that asks first, then by their last use. */
  readonly sessions?: Maybe<ReadonlyArray<ActiveSession>>;
};

/** Too many tries. */
export type RateLimited = Problem & {
  readonly __typename: 'RateLimited';
  /** RATE_LIMITED. */
  readonly code: ProblemCode;
  /** One sentence for a person. */
  readonly message: Scalars['String']['output'];
  /** Seconds after which trying again makes sense. */
  readonly retryAfter: Scalars['Int']['output'];
};

/** The session is good, and its sign-in too long ago for this. Sign in again, then repeat. */
export type ReauthenticationRequired = Problem & {
  readonly __typename: 'ReauthenticationRequired';
  /** REAUTHENTICATION_REQUIRED. */
  readonly code: ProblemCode;
  /** How old the sign-in may be. */
  readonly maxAge: Scalars['Duration']['output'];
  /** One sentence for a person. */
  readonly message: Scalars['String']['output'];
};

/**
 * The refresh token to use instead of the one in the `X-Refresh-Token` header. Where tokens travel in
 * cookies it is not looked at: the cookie's is used.
 */
export type RefreshInput = {
  /** Leave it out to use the header's. */
  readonly refreshToken?: InputMaybe<Scalars['Token']['input']>;
};

/** What `refreshTokens` answers. */
export type RefreshResult = RateLimited | Session | SessionExpired;

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

/**
 * The user chooses how to go on. Answer with `factor`; PASSWORD alone is answered with `password`, the
 * password itself.
 */
export type SelectFactorChallenge = Challenge & {
  readonly __typename: 'SelectFactorChallenge';
  /** To send back. */
  readonly challenge: Scalars['ChallengeToken']['output'];
  /** When it stops working. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** What there is to choose from. */
  readonly factors: ReadonlyArray<Factor>;
};

/** A signed-in session. */
export type Session = {
  readonly __typename: 'Session';
  /** When the access token expires. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** Who is signed in. */
  readonly me: Me;
  /**
   * The tokens that this request issued: after signing in and `refreshTokens`. Null where it issued
   * none, and always where tokens travel in cookies. Store them; the server cannot give them a second
   * time.
   */
  readonly tokens?: Maybe<TokenSet>;
};

/** The refresh token is not valid any more: sign in again. */
export type SessionExpired = Problem & {
  readonly __typename: 'SessionExpired';
  /** SESSION_EXPIRED. */
  readonly code: ProblemCode;
  /** One sentence for a person. */
  readonly message: Scalars['String']['output'];
};

/** They have ended; every token of theirs is refused from now on. */
export type SessionsEnded = {
  readonly __typename: 'SessionsEnded';
  /** The sessions that go on. */
  readonly sessions: ReadonlyArray<ActiveSession>;
};

/** What the mutations answer that end sessions of the list. */
export type SessionsResult = RateLimited | ReauthenticationRequired | SessionsEnded;

/** Who signs in, and how. With neither password nor factor the answer is the choice of factors. */
export type SignInInput = {
  /** The factor to begin with: EMAIL, SMS, PASSKEY or CUSTOM, where the pool allows it. */
  readonly factor?: InputMaybe<Factor>;
  /** The password. Leave it out to begin with another factor. */
  readonly password?: InputMaybe<Scalars['Password']['input']>;
  /** The e-mail address of the account. */
  readonly username: Scalars['String']['input'];
};

/** The account is confirmed; sign in to get a session. */
export type SignUpConfirmed = {
  readonly __typename: 'SignUpConfirmed';
  /** The name to sign in with. */
  readonly username: Scalars['String']['output'];
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

/** What `signUp` answers. */
export type SignUpResult = DeliveryFailed | InvalidInput | NotEnabled | PasswordEnvelopeRefused | RateLimited | SignUpStarted | WeakPassword;

/** The sign-up has begun. The answer is the same when the address has an account already. */
export type SignUpStarted = {
  readonly __typename: 'SignUpStarted';
  /** True when the pool confirms users by itself. */
  readonly confirmed: Scalars['Boolean']['output'];
  /** Where the code went. Null when the pool confirms users by itself. */
  readonly delivery?: Maybe<CodeDelivery>;
};

/** What `signOut` and `signOutEverywhere` answer. */
export type SignedOut = {
  readonly __typename: 'SignedOut';
  /** False when neither a token of this pool nor a refresh token came along: signing out twice is no error. */
  readonly wasSignedIn: Scalars['Boolean']['output'];
};

/**
 * A session's tokens. It has no `id` field on purpose: a normalising client cache then has no key
 * to store it under.
 */
export type TokenSet = {
  readonly __typename: 'TokenSet';
  /** Send it as `Authorization: Bearer …` with every request. */
  readonly accessToken: Scalars['Token']['output'];
  /** When the access token expires. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** Tells the client who is signed in. Never needed for a request; sent as `X-Id-Token` it saves a call. */
  readonly idToken?: Maybe<Scalars['Token']['output']>;
  /** Send it as `X-Refresh-Token` when the access token has expired. Null when the present one stays valid. */
  readonly refreshToken?: Maybe<Scalars['Token']['output']>;
};

/** Asks for a code of the user's authenticator app. Answer with `totpCode`. */
export type TotpChallenge = Challenge & {
  readonly __typename: 'TotpChallenge';
  /** To send back. */
  readonly challenge: Scalars['ChallengeToken']['output'];
  /** What the user called the app. */
  readonly deviceName?: Maybe<Scalars['String']['output']>;
  /** When it stops working. */
  readonly expiresAt: Scalars['DateTime']['output'];
};

/** A new authenticator app, as it is before its first code. Show it once; nobody can read it again. */
export type TotpEnrollment = {
  readonly __typename: 'TotpEnrollment';
  /** The same as an `otpauth://` address, which opens the app on a phone. */
  readonly otpauthUri: Scalars['URL']['output'];
  /** The same as a QR code: an SVG image in a `data:` URI, for the `src` of an `img`. */
  readonly qrCode: Scalars['String']['output'];
  /** To type into the app, in base32. */
  readonly secret: Scalars['String']['output'];
};

/** The proof that an authenticator app is set up. */
export type TotpSetupAnswer = {
  /** The first six digits that the app shows. */
  readonly code: Scalars['OneTimeCode']['input'];
  /** What its owner calls it. */
  readonly deviceName?: InputMaybe<Scalars['String']['input']>;
};

/** What `setUpTotp` answers. */
export type TotpSetupResult = NotEnabled | RateLimited | ReauthenticationRequired | TotpEnrollment;

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

/** What `resendVerificationCode` answers. */
export type VerificationCodeResult = CodeSent | DeliveryFailed | InvalidInput | NotEnabled | RateLimited;

/** The proof of a new e-mail address or phone number. */
export type VerifyContactInput = {
  /** EMAIL for the e-mail address, SMS for the phone number. */
  readonly channel: DeliveryChannel;
  /** The code from the message. */
  readonly code: Scalars['OneTimeCode']['input'];
};

/** What `verifyContact` answers. */
export type VerifyResult = AliasInUse | InvalidCode | InvalidInput | NotEnabled | ProfileUpdated | RateLimited;

/** The password breaks the policy. The code that came along, if any, is not spent. */
export type WeakPassword = Problem & {
  readonly __typename: 'WeakPassword';
  /** PASSWORD_POLICY, or PASSWORD_REUSED. */
  readonly code: ProblemCode;
  /** One sentence for a person. */
  readonly message: Scalars['String']['output'];
  /** The whole policy, to show beside the field. */
  readonly policy: PasswordPolicy;
  /** The rules it breaks; empty when only the pool knows. */
  readonly violated: ReadonlyArray<PasswordRule>;
};

export type FormRulesQueryVariables = Exact<{ [key: string]: never; }>;


export type FormRulesQuery = { readonly config: { readonly __typename: 'AuthConfig', readonly signUpOpen: boolean, readonly firstFactors: ReadonlyArray<Factor>, readonly passwordPolicy: { readonly __typename: 'PasswordPolicy', readonly minLength: number, readonly rules: ReadonlyArray<PasswordRule> } } };


export const FormRulesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"FormRules"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signUpOpen"}},{"kind":"Field","name":{"kind":"Name","value":"passwordPolicy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minLength"}},{"kind":"Field","name":{"kind":"Name","value":"rules"}}]}},{"kind":"Field","name":{"kind":"Name","value":"firstFactors"}}]}}]}}]} as unknown as DocumentNode<FormRulesQuery, FormRulesQueryVariables>;