package alibabarm

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

// TestDecodePage_KeepsNothing decodes each fixture with every decoder, and then overwrites the
// body, as the client does when it uses the buffer again.
func TestDecodePage_KeepsNothing(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("testdata/*.*") // the fixtures; a folder has no extension
	require.NoError(t, err)
	excerpt := new(auth.Response).Excerpt
	for decoder, decode := range map[string]func(body []byte) any{
		"decodeList": func(body []byte) any { return decoded(decodeList(body)) },
		"decodePage": func(body []byte) any {
			return decoded(decodePage(body, accountRows(false)))
		},
		"decodePage, by token": func(body []byte) any {
			return decoded(decodePage(body, accountRows(true)))
		},
		"decodeOne":       func(body []byte) any { return decoded(decodeOne(body)) },
		"decodeSingle":    func(body []byte) any { return decoded(decodeSingle(body, "")) },
		"decodeDirectory": func(body []byte) any { return decoded(decodeDirectory(body)) },
		"parseErrorBody":  func(body []byte) any { return parseErrorBody(body, excerpt) },
		"requestID":       func(body []byte) any { return requestID(&auth.Response{Body: body}) },
		"malformed": func(body []byte) any {
			return malformed(&auth.Response{Body: body}, errNotList)
		},
	} {
		read := 0
		for _, name := range names {
			body := fixture(t, filepath.Base(name))
			want := decode(bytes.Clone(body))
			got := decode(body)
			for i := range body {
				body[i] = '#'
			}
			assert.Equal(t, want, got, "%s of %s", decoder, name)
			if got != nil {
				read++
			}
		}
		assert.NotZero(t, read, decoder)
	}
}

// decoded returns what a decoder returned, or nil after an error.
func decoded[T any](what T, err error) any {
	if err != nil {
		return nil
	}
	return what
}
