package temporary

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What no error may show.
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
	got, err := ReadToken(write("good", " \n"+idToken+"\r\n"), "TOKEN_FILE")
	require.NoError(t, err)
	assert.Equal(t, idToken, got)
	for name, path := range map[string]string{
		"none":             "",
		"a token":          idToken,
		"a folder":         dir,
		"an empty file":    write("empty", "\n"),
		"two words":        write("words", idToken+" "+otherToken),
		"two lines":        write("lines", idToken+"\n"+otherToken),
		"a file too large": write("large", idToken+string(make([]byte, MaxSize))),
	} {
		_, err := ReadToken(path, "TOKEN_FILE")
		require.Error(t, err, name)
		assert.Contains(t, err.Error(), "TOKEN_FILE")
		assert.NotContains(t, strings.ToLower(err.Error()), "canary")
	}
}
