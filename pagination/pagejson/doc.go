// Package pagejson reads the JSON of list pages. A [Reader] reads a complete body key by key,
// and the caller picks what it needs:
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
// The structure of the body must be right, but a value may have any kind: [Reader.Text] and
// [Reader.Time] accept what services send for a text or a time, and return an empty value for
// anything else.
//
// The first error stays. After it, loops end, values are empty, and [Reader.End] returns the
// error. Discard what was read before it.
//
// # What the Reader accepts
//
// The Reader accepts exactly the texts that [encoding/json.Valid] accepts, and checks the
// values that it skips, too. There are two exceptions. It ignores a byte order mark at the
// beginning. And it rejects a body that was made to do harm, before the body takes much more
// memory than its own bytes:
//
//   - objects and arrays nest at most 1,000 deep;
//   - [Rows] reads at most 10,000 rows, and a body has at most 2,000,000 values;
//   - a key, a string or a number that the caller reads has at most 256 KiB;
//   - all strings that the caller reads have at most 16 MiB together.
//
// Each byte that is not UTF-8 becomes U+FFFD, and so does an escaped half of a surrogate pair.
// [Key.Is] ignores the case of ASCII letters. If an object has a key twice, the loop yields it
// twice, and the caller decides what that means.
//
// # What a string keeps in memory
//
// No string that the Reader returns is part of the body. The texts that [Reader.Text] reads
// within one row are one allocation: a text keeps the other texts of its row in memory, and
// nothing else. [Reader.Shared] allocates each string alone, and returns the same string for
// equal texts if the page has few different ones.
package pagejson
