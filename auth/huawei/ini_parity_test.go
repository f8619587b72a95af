package huawei

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestParseProfile_parity reads the same files as the official SDK.
func TestParseProfile_parity(t *testing.T) {
	t.Parallel()
	var files []struct {
		File    string
		Read    map[string]string // what the SDK read, or nil if it refused the file
		Refused bool
	}
	require.NoError(t, json.Unmarshal(fixture(t, "huawei_profiles.json"), &files))
	require.Len(t, files, 200)
	place := regexp.MustCompile(`line \d+: |section \[global\]`)
	read := 0
	for _, f := range files {
		p := profileChain(t, f.File)
		c, endpoint, err := p.profile(t.Context())
		if err != nil {
			assert.Regexp(t, place, err.Error())
			assert.True(t, f.Refused || hasLineBreak(f.Read), "%q: %v", f.File, err)
			continue
		}
		read++
		assert.Equal(t, f.Read, map[string]string{
			"ak": c.AccessKeyID, "sk": c.AccessKeySecret, "security_token": c.SecurityToken, "domain_id": c.AccountID, "iam_endpoint": endpoint,
		}, f.File)
	}
	assert.Greater(t, read, 80)
}

func hasLineBreak(settings map[string]string) bool {
	for _, value := range settings {
		if strings.ContainsAny(value, "\r\n") {
			return true
		}
	}
	return false
}
