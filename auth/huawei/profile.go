package huawei

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

const (
	envProfile     = "HUAWEICLOUD_SDK_CREDENTIALS_FILE"
	profileSection = "global"
	maxProfile     = 1 << 20
)

// profile reads the file anew each time: keys are exchanged in it while programs run.
func (p providerChain) profile(ctx context.Context) (auth.Credentials, string, error) {
	path, name := p.env(envProfile), "the file that "+envProfile+" names"
	if path == "" {
		home, err := p.home()
		if err != nil {
			return auth.Credentials{}, "", fmt.Errorf("no home directory: %w", auth.ErrNoCredentials)
		}
		path, name = filepath.Join(home, ".huaweicloud", "credentials"), "~/.huaweicloud/credentials"
	}
	text, err := temporary.ReadFile(path, maxProfile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return auth.Credentials{}, "", fmt.Errorf("there is no %s: %w", strings.TrimPrefix(name, "the "), auth.ErrNoCredentials)
	case err != nil:
		return auth.Credentials{}, "", fmt.Errorf("read %s: %w", name, err)
	}
	settings, err := parseProfile(text)
	var c auth.Credentials
	var endpoint string
	if err == nil {
		c, endpoint, err = p.configured(ctx, profileNames, func(key string) string { return settings[key] })
	}
	if err != nil {
		return auth.Credentials{}, "", fmt.Errorf("%s: %w", name, err)
	}
	return c, endpoint, nil
}

// parseProfile reads the settings of the section global and skips other sections. It
// accepts a subset of INI and rejects everything else with the line number. The error
// never quotes the line, which may hold a secret.
func parseProfile(text []byte) (map[string]string, error) {
	text = bytes.TrimPrefix(text, []byte("\uFEFF"))
	var settings map[string]string
	inside := false
	number := 0
	for line := range bytes.Lines(text) {
		number++
		line = bytes.TrimSpace(line)
		switch {
		case len(line) == 0 || line[0] == '#' || line[0] == ';':
			continue
		case line[0] == '[':
			name, err := sectionName(string(line))
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", number, err)
			}
			if inside = name == profileSection; inside && settings == nil {
				settings = map[string]string{}
			}
		case inside:
			key, value, err := parseSetting(string(line))
			if _, twice := settings[key]; err == nil && twice {
				err = errors.New("this setting was made before: leave one out")
			}
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", number, err)
			}
			settings[key] = value
		}
	}
	if settings == nil {
		return nil, fmt.Errorf("there is no section [%s]: %w", profileSection, auth.ErrNoCredentials)
	}
	return settings, nil
}

func sectionName(line string) (string, error) {
	name, rest, closed := strings.Cut(line[1:], "]")
	if rest = strings.TrimSpace(rest); !closed || rest != "" && rest[0] != '#' && rest[0] != ';' {
		return "", errors.New("a section is written as [name]")
	}
	return strings.TrimSpace(name), nil
}

// parseSetting reads key = value or key: value. The value may be in quotes, which
// keep what looks like a comment.
func parseSetting(line string) (key, value string, err error) {
	at := strings.IndexAny(line, "=:")
	if at <= 0 {
		return "", "", errors.New("a setting is written as key = value")
	}
	key, value = strings.TrimSpace(line[:at]), strings.TrimSpace(line[at+1:])
	if strings.ContainsFunc(key, unicode.IsSpace) || key == "" {
		return "", "", errors.New("a setting is written as key = value")
	}
	if quote := value[:min(1, len(value))]; quote == `"` || quote == "'" {
		inner, rest, closed := strings.Cut(value[1:], quote)
		if !closed || withoutComment(rest) != "" {
			return "", "", errors.New("the quotes are not closed at the end of the value")
		}
		value = inner
	} else {
		value = withoutComment(" " + value)
	}
	switch {
	case !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl):
		return "", "", errors.New("the value has characters that are not printable")
	case strings.HasSuffix(value, `\`):
		return "", "", errors.New("a value cannot go on in the next line: write it in one")
	}
	return key, value, nil
}

// withoutComment drops what follows a space and # or ;. Without the space it is a
// part of the value.
func withoutComment(value string) string {
	for i := 1; i < len(value); i++ {
		if (value[i] == '#' || value[i] == ';') && (value[i-1] == ' ' || value[i-1] == '\t') {
			value = value[:i]
			break
		}
	}
	return strings.TrimSpace(value)
}
