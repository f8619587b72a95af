package temporary

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
)

// ReadToken reads the file that the setting called name gives. Errors name the
// setting and not its value: it may be the token itself, set by mistake.
func ReadToken(path, name string) (string, error) {
	if path == "" {
		return "", fmt.Errorf("set %s: %w", name, auth.ErrNoCredentials)
	}
	text, err := ReadFile(path, MaxSize)
	token := strings.TrimSpace(string(text))
	switch {
	case err != nil:
		return "", fmt.Errorf("read the file that %s names: %w", name, err)
	case !IsToken(token):
		return "", fmt.Errorf("the file that %s names is not one word of printable characters", name)
	}
	return token, nil
}

// ReadFile reads a file of at most limit bytes. Its errors do not name the file.
func ReadFile(path string, limit int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, withoutPath(err)
	}
	defer func() { _ = f.Close() }()
	text, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(text)) > limit {
		err = fmt.Errorf("it is longer than %d bytes", limit)
	}
	return text, withoutPath(err)
}

func withoutPath(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return cmp.Or(e.Err, err)
	}
	return err
}
