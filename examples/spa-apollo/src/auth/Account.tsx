/** The account that a form is about, unseen: a password manager looks for it, to keep the password with its name. */
export function Account({ username }: { readonly username: string }) {
  return (
    <span className="unseen" aria-hidden="true">
      <input type="email" name="username" autoComplete="username" value={username} readOnly tabIndex={-1} />
    </span>
  )
}
