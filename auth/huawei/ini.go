package huawei

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/ini.v1"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

// Limits of a profile file. The time that the library needs grows with the square of the number
// of lines.
const (
	maxProfile      = 1 << 20
	maxProfileLines = 4096
)

const profileSection = "global"

// profileSettings are in the order in which the official SDK reads them. The order counts,
// because reading a missing setting sets it to "" for those that refer to it.
var profileSettings = []string{
	profileNames.account, profileNames.key, profileNames.secret, profileNames.token,
	profileNames.provider, profileNames.idToken, profileNames.endpoint,
}

// parseProfile reads the settings of the section global with the library of the official SDK,
// so that both read a file in the same way. No error quotes the content of the file, which may
// be a secret.
func parseProfile(text []byte) (settings map[string]string, err error) {
	if bytes.Count(text, []byte("\n")) >= maxProfileLines {
		return nil, fmt.Errorf("it has more than %d lines", maxProfileLines)
	}
	lines := &lineReader{text: text}
	defer func() { // the library does not promise to survive every file
		if recover() != nil {
			settings, err = nil, fmt.Errorf("line %d: it cannot be read", lines.number)
		}
	}()
	file, err := ini.Load(lines)
	switch {
	case err != nil:
		return nil, fmt.Errorf("line %d: it is neither [section] nor key = value, or it is the end of the file and quotes are open", lines.number)
	case !file.HasSection(profileSection):
		return nil, fmt.Errorf("there is no section [%s]: %w", profileSection, auth.ErrNoCredentials)
	}
	settings = make(map[string]string, len(profileSettings))
	for _, name := range profileSettings {
		if settings[name], err = settingOf(file, name); err != nil {
			return nil, fmt.Errorf("section [%s], setting %s: %w", profileSection, name, err)
		}
	}
	return settings, nil
}

// A lineReader returns one line with each Read, so that the library stops in the last line it
// got.
type lineReader struct {
	text   []byte
	number int  // the number of the last line
	within bool // the line continues
}

func (r *lineReader) Read(p []byte) (int, error) {
	if len(r.text) == 0 {
		return 0, io.EOF
	}
	line := r.text
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end+1]
	}
	n := copy(p, line)
	if !r.within {
		r.number++
	}
	r.text, r.within = r.text[n:], n < len(line)
	return n, nil
}

var errExpansion = fmt.Errorf("with what it refers to it is longer than %d bytes", temporary.MaxSize)

// settingOf returns the value of a setting, in which %(name)s stands for another one of the
// same section, or else of DEFAULT. The library expands this without a limit, and values that
// refer to each other can double a hundred times.
func settingOf(file *ini.File, name string) (string, error) {
	const maxReferences = 99 // the limit of the library
	section := file.Section(profileSection)
	key := section.Key(name)
	value := key.Value()
	for range maxReferences {
		written, name := reference(value)
		other, err := section.GetKey(name)
		if err != nil || other == key {
			other, err = file.Section("").GetKey(name)
		}
		if written == "" || err != nil {
			break
		}
		if len(value)+strings.Count(value, written)*len(other.Value()) > temporary.MaxSize {
			return "", errExpansion
		}
		value = strings.ReplaceAll(value, written, other.Value())
	}
	if !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl) {
		return "", errors.New("the value has a line break or another character that is not printable")
	}
	return value, nil
}

// reference finds the first %(name)s in a value.
func reference(value string) (written, name string) {
	for {
		_, rest, opened := strings.Cut(value, "%(")
		name, rest, closed := strings.Cut(rest, ")")
		switch {
		case !opened || !closed:
			return "", ""
		case name != "" && strings.HasPrefix(rest, "s"):
			return "%(" + name + ")s", name
		}
		value = rest // another "%(" before this ")" would end with it, too
	}
}
