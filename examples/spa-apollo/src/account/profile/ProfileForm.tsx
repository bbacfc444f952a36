import { UpdateProfileDocument, type AccountFragment } from "@usher/apollo/operations"
import { useState } from "react"
import { useWords } from "../../i18n/language.js"
import { SubmitButton } from "../../kit/buttons.js"
import { Field } from "../../kit/Field.js"
import { Form } from "../../kit/Form.js"
import { useAct, useSend } from "../act.js"
import { Saved } from "../Saved.js"
import { Section } from "../Section.js"
import { useRenewal } from "../renewal.js"
import { Choice } from "./Choice.js"
import { useLocales, useTimeZones } from "./choices.js"
import { profileWords } from "./words.js"

// Of the pool: standard attributes hold that much.
const maxAttributeLength = 2048

/** Name, language and time zone. An empty field deletes what was there. */
export function ProfileForm({ account }: { readonly account: AccountFragment }) {
  const words = useWords(profileWords)
  const act = useAct()
  const update = useSend(UpdateProfileDocument)
  const renew = useRenewal()
  const [name, setName] = useState(account.name ?? "")
  const [locale, setLocale] = useState(account.locale ?? "")
  const [zoneinfo, setZoneinfo] = useState(account.zoneinfo ?? "")
  const [saved, setSaved] = useState(false)
  const locales = useLocales(locale)
  const zones = useTimeZones(zoneinfo)

  const save = async () => {
    setSaved(false)
    const input = { name: orNull(name), locale: orNull(locale), zoneinfo: orNull(zoneinfo) }
    if ((await act.run(() => update({ input }))) === null) return
    setSaved(true)
    await renew()
  }

  return (
    <Section title={words.aboutYou}>
      <Form onSubmit={save} {...act.state}>
        <Field
          name="name"
          label={words.name}
          value={name}
          onChange={setName}
          autoComplete="name"
          required={false}
          maxLength={maxAttributeLength}
        />
        <Choice
          name="locale"
          label={words.locale}
          hint={words.localeHint}
          none={words.notSaid}
          value={locale}
          onChange={setLocale}
          choices={locales}
        />
        <Choice
          name="zoneinfo"
          label={words.timeZone}
          none={words.notSaid}
          value={zoneinfo}
          onChange={setZoneinfo}
          choices={zones}
        />
        <SubmitButton>{words.save}</SubmitButton>
        <Saved>{saved ? words.saved : null}</Saved>
      </Form>
    </Section>
  )
}

function orNull(text: string): string | null {
  return text.trim() === "" ? null : text.trim()
}
