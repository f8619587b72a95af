package alibaba

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A vendorRead is what credentials-go v1.4.14 read from a random file.
type vendorRead struct {
	File    string            `json:"file"`
	Read    map[string]string `json:"read"`
	Refused bool              `json:"refused"`
}

func vendorReads(t *testing.T, name string) (reads []vendorRead) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &reads))
	require.Len(t, reads, 200)
	return reads
}

// assertParity compares the credentials of a file with the vendor's. The reason names the
// line, the setting or the section.
func assertParity(t *testing.T, v vendorRead, m machine, find func(*providerChain) (auth.Credentials, error), located *regexp.Regexp) (read bool) {
	t.Helper()
	p, w := m.chain(t)
	keys, err := find(p)
	assert.Empty(t, w.whats())
	if err != nil {
		assert.Regexp(t, located, err.Error(), "%q", v.File)
		return false
	}
	assert.Equal(t, v.Read, map[string]string{
		"access_key_id": keys.AccessKeyID, "access_key_secret": keys.AccessKeySecret, "security_token": keys.SecurityToken,
	}, "%q", v.File)
	return true
}

func TestParseSection_asTheVendor(t *testing.T) {
	t.Parallel()
	located := regexp.MustCompile(`line \d+ is|section "default": (set \w+|the type)|no section "default"`)
	read, theirs := 0, 0
	for _, v := range vendorReads(t, "credentials_files.json") {
		if v.Read != nil {
			theirs++
		}
		if assertParity(t, v, machine{files: map[string]string{credentialsPath: v.File}}, func(p *providerChain) (auth.Credentials, error) {
			return p.credentialsFile(t.Context())
		}, located) {
			read++
		}
	}
	assert.Equal(t, theirs, read, "the chain reads every file that the vendor reads")
}

func TestParseCLIConfig_asTheVendor(t *testing.T) {
	t.Parallel()
	located := regexp.MustCompile(`line \d+|the setting [\w.]+ is|profile "\w*": (set \w+|the mode)|no profiles?|there is no profile`)
	read, theirs := 0, 0
	for _, v := range vendorReads(t, "cli_profiles.json") {
		if v.Read != nil {
			theirs++
		}
		if strings.HasPrefix(v.File, "\ufeff") {
			assert.True(t, v.Refused, "the vendor does not accept a byte order mark, which editors write")
			continue
		}
		if assertParity(t, v, withConfig(v.File, nil), func(p *providerChain) (auth.Credentials, error) {
			return p.cliProfile(t.Context())
		}, located) {
			read++
		}
	}
	assert.Equal(t, theirs, read)
}
