import type { TotpEnrollment } from "../gql/graphql.js"
import { useWords } from "../i18n/language.js"
import { kitWords } from "./words.js"

/** What a new authenticator app needs: the QR code to scan, a link for an app on this device, the key to type in. */
export function TotpSecret({ totp }: { readonly totp: Pick<TotpEnrollment, "secret" | "otpauthUri" | "qrCode"> }) {
  const words = useWords(kitWords)
  return (
    <div className="totp">
      {/* Takes the focus before the fields do, whose keyboard would lie over the QR code on a phone. */}
      <p data-first tabIndex={-1}>
        {words.totpScan}
      </p>
      <a href={totp.otpauthUri} className="qr">
        <img src={totp.qrCode} alt={words.totpQrCode} width="200" height="200" />
      </a>
      <p>
        {words.totpManual} <code>{totp.secret.match(/.{1,4}/g)?.join(" ")}</code>
      </p>
    </div>
  )
}
