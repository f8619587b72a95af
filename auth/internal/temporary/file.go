package temporary

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
)

// ReadToken reads a token from the file at path, the value of the setting called name. Errors
// show the name and not the path, which may be the token itself, set by mistake.
func ReadToken(path, name string) (string, error) {
	if path == "" {
		return "", fmt.Errorf("set %s: %w", name, auth.ErrNoCredentials)
	}
	text, err := ReadFile(path, MaxSize)
	token := strings.TrimSpace(string(WithoutMark(text)))
	switch {
	case err != nil:
		return "", fmt.Errorf("read the file that %s names: %w", name, err)
	case !IsToken(token):
		return "", fmt.Errorf("the file that %s names is not one word of printable characters", name)
	}
	return token, nil
}

// ReadFile reads a regular file of at most limit bytes. It rejects anything else, such as a
// pipe, which might never end. Its errors do not name the file.
func ReadFile(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, withoutPath(err)
	case !info.Mode().IsRegular():
		return nil, errors.New("it is not a regular file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, withoutPath(err)
	}
	defer func() { _ = f.Close() }()
	text, err := io.ReadAll(io.LimitReader(f, limit+1))
	switch {
	case err != nil:
		return nil, withoutPath(err)
	case int64(len(text)) > limit:
		return nil, fmt.Errorf("it is longer than %d bytes", limit)
	}
	switch string(text[:min(2, len(text))]) {
	case "\xff\xfe", "\xfe\xff": // a byte order mark
		return nil, errors.New("it is text in UTF-16: save it in UTF-8")
	}
	return text, nil
}

func withoutPath(err error) error {
	if e, ok := err.(*fs.PathError); ok {
		return e.Err
	}
	return err
}
