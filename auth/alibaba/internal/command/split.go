package command

import (
	"errors"
	"strings"
	"unicode"
)

var errCommand = errors.New("process_command ends within quotes or after a backslash")

// splitCommand splits a command into its arguments as a POSIX shell does, but expands nothing.
// On Windows, a backslash is an ordinary character, so that paths need no quotes, except before
// a double quote within double quotes.
func splitCommand(command string, windows bool) ([]string, error) {
	s := splitter{rest: []rune(strings.TrimSpace(command)), windows: windows}
	for len(s.rest) > 0 {
		if err := s.step(); err != nil {
			return nil, err
		}
	}
	if s.quote != 0 {
		return nil, errCommand
	}
	s.end()
	return s.args, nil
}

type splitter struct {
	windows bool
	rest    []rune
	quote   rune // the open quote, or 0
	arg     []rune
	begun   bool // an argument has begun, which may be empty
	args    []string
}

// step consumes one character, or two if a backslash escapes the second.
func (s *splitter) step() error {
	r := s.rest[0]
	switch s.rest = s.rest[1:]; {
	case r == '\\' && s.quote != '\'' && s.escapes():
		return s.escape()
	case s.quote != 0 && r == s.quote:
		s.quote = 0
	case s.quote == 0 && (r == '\'' || r == '"'):
		s.quote, s.begun = r, true
	case s.quote == 0 && unicode.IsSpace(r):
		s.end()
	default:
		s.add(r)
	}
	return nil
}

// escapes reports whether a backslash before the rest escapes the next character.
func (s *splitter) escapes() bool {
	switch {
	case s.quote == 0:
		return !s.windows
	case len(s.rest) == 0:
		return false
	case s.windows:
		return s.rest[0] == '"'
	}
	return strings.ContainsRune("\"\\$`\n", s.rest[0])
}

// escape adds the next character unchanged, or drops a line break, which continues the line.
func (s *splitter) escape() error {
	if len(s.rest) == 0 {
		return errCommand
	}
	if r := s.rest[0]; r != '\n' {
		s.add(r)
	}
	s.rest = s.rest[1:]
	return nil
}

func (s *splitter) add(r rune) { s.arg, s.begun = append(s.arg, r), true }

func (s *splitter) end() {
	if s.begun {
		s.args = append(s.args, string(s.arg))
	}
	s.arg, s.begun = nil, false
}
