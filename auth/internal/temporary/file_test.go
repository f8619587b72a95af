package temporary

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// No error may show these.
const (
	idToken    = "eyJhbGciOiJSUzI1NiIs.CanaryIDTokenPayload0123456789.CanaryIDTokenSignature"
	otherToken = "CanaryToken+/=0123456789abcdefghij"
)

func TestReadToken(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	for name, text := range map[string]string{"good": " \n" + idToken + "\r\n", "marked": "\ufeff" + idToken + "\n"} {
		got, err := ReadToken(write(name, text), "TOKEN_FILE")
		require.NoError(t, err, name)
		assert.Equal(t, idToken, got, name)
	}
	for name, path := range map[string]string{
		"none":                     "",
		"a token":                  idToken,
		"a folder":                 dir,
		"an empty file":            write("empty", "\n"),
		"two words":                write("words", idToken+" "+otherToken),
		"two lines":                write("lines", idToken+"\n"+otherToken),
		"a file that is too large": write("large", idToken+string(make([]byte, MaxSize))),
	} {
		_, err := ReadToken(path, "TOKEN_FILE")
		require.Error(t, err, name)
		assert.Contains(t, err.Error(), "TOKEN_FILE")
		assert.NotContains(t, strings.ToLower(err.Error()), "canary")
	}
}

func TestReadFile(t *testing.T) {
	t.Parallel()
	pipe, writer, err := os.Pipe()
	require.NoError(t, err)
	t.Cleanup(func() { _ = pipe.Close() })
	_, err = writer.WriteString(idToken)
	require.NoError(t, err)
	require.NoError(t, writer.Close())
	utf16 := filepath.Join(t.TempDir(), "utf16")
	require.NoError(t, os.WriteFile(utf16, []byte("\xff\xfeC\x00a\x00n\x00a\x00r\x00y\x00"), 0o600))
	for _, c := range []struct{ name, path, want string }{
		{
			name: "it refuses a pipe",
			path: fmt.Sprintf("/dev/fd/%d", pipe.Fd()), want: "it is not a regular file",
		},
		{name: "it refuses a folder", path: t.TempDir(), want: "it is not a regular file"},
		{
			name: "it says what to do about text in UTF-16",
			path: utf16, want: "it is text in UTF-16: save it in UTF-8",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := os.Stat(c.path); err != nil {
				t.Skip("this system has no path for a pipe")
			}
			_, err := ReadFile(c.path, MaxSize)
			require.EqualError(t, err, c.want)
		})
	}
}
