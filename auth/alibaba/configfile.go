package alibaba

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

const (
	envProfile = "ALIBABA_CLOUD_PROFILE"
	maxFile    = 1 << 20
)

// A configFile is a file of settings in the home directory, or at the path in a variable.
type configFile struct{ variable, folder, name string }

// read reads the file anew each time, because other programs replace the credentials in it. The
// title stands for the file in errors, which do not name the path in a variable.
func (c *providerChain) read(f configFile) (text []byte, title string, err error) {
	path, title := c.env(f.variable), "the file that "+f.variable+" names"
	if path == "" {
		home, err := c.home()
		if err != nil {
			return nil, "", fmt.Errorf("no home directory: %w", auth.ErrNoCredentials)
		}
		path, title = filepath.Join(home, f.folder, f.name), "~/"+f.folder+"/"+f.name
	}
	text, err = temporary.ReadFile(path, maxFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, "", fmt.Errorf("%s does not exist: %w", title, auth.ErrNoCredentials)
	case err != nil:
		return nil, "", fmt.Errorf("%s cannot be read: %w", title, err)
	}
	return temporary.WithoutMark(text), title, nil
}

// lineOf returns the number of the line that has the byte at offset.
func lineOf(text []byte, offset int) int {
	line := 1
	for _, b := range text[:min(max(offset, 0), len(text))] {
		if b == '\n' {
			line++
		}
	}
	return line
}
