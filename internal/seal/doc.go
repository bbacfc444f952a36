// Package seal turns values that leave the server, tokens above all, into text that only this
// deployment can read, and back.
//
// It owns the key ring ([ParseKeys]: the first key seals, all open; [DeriveKeys] where none was
// given), the [Purpose] that a value is sealed for, the [Sealer], and the binary forms of what is
// sealed: [Pack] and [Unpack] for compact tokens, [AccessValue], [RefreshValue], [ResultValue] and
// [DeviceValue]. A sealed value is a compact JWE (package jose) under a key derived from a ring's
// key, the purpose and the day:
//
//	eyJ…  header {"alg":"dir","enc":"A256GCM","kid":"k2.20261122","typ":"usher-at+jwe"}
//	 └─ key: HKDF-SHA256(k2, "usher/v1|access|20261122")
//	    └─ plaintext: version, time of sealing, hash of pool and app client, payload
//
// A key per purpose means that no value opens as another even where a check is forgotten; a key per
// day keeps random nonces far below AES-GCM's bound of 2^32 for one key.
//
// It refuses, always as [ErrNotOurs] and nothing finer, what is not of this ring, purpose, pool,
// app client and time. It never compresses by what a text repeats: a secret beside text of a user's
// choice would show in the length. It knows no cookie, no header and no limit of a browser, does not split what is too
// long for one, and does not verify the tokens it carries.
//
// A payload that belongs to one thing only, say the answer to one refresh, must name that thing
// itself: a purpose tells kinds apart, not instances.
//
// Packages session and deployment call it.
package seal
