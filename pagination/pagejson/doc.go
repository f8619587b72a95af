// Package pagejson reads the JSON of list pages: a pull reader over a body that is
// all there, made for responses whose structure must be right and whose values may be
// odd.
//
//	r := pagejson.NewReader(body)
//	for key := range r.Object {
//		switch {
//		case key.Is("items"):
//			items = pagejson.Rows(r, readItem)
//		case key.Is("total"):
//			total = r.Shared()
//		}
//	}
//	err := r.End()
//
// Errors stick: after the first, loops end, values are empty, and [Reader.End]
// tells it. What was read until then is to be thrown away.
//
// The reader accepts exactly the texts that [encoding/json.Valid] accepts, also in values
// that are skipped, with two exceptions. A byte order mark at the beginning is passed
// over. And a body that was made to do harm is refused, before it takes much more memory
// than its own bytes:
//
//   - containers nest at most 1,000 deep;
//   - [Rows] takes at most 10,000 rows, and a body has at most 2,000,000 values;
//   - a key, a string or a number that is read, and not skipped, has at most 256 KiB;
//   - all strings that are read have at most 16 MiB together.
//
// An escaped half of a surrogate pair and each byte that is not UTF-8 become U+FFFD.
// Keys are matched whatever the case of their ASCII letters. A key that comes again is
// shown again: what that means is for the caller to say.
//
// # What is kept
//
// No string that is handed out is part of the body or of another row. The texts
// that [Reader.Text] reads within one row are one allocation, so that any of them
// keeps the row's other texts alive, and nothing else. Each string of
// [Reader.Shared] stands alone, and is the same one wherever it comes again on the
// page.
package pagejson
