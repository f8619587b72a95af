package huawei

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

const envProfile = "HUAWEICLOUD_SDK_CREDENTIALS_FILE"

// profile reads the file anew each time, because the access key in it may change while programs
// run.
func (p *providerChain) profile(ctx context.Context) (auth.Credentials, string, error) {
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
	if err != nil {
		return auth.Credentials{}, "", fmt.Errorf("%s: %w", name, err)
	}
	c, endpoint, err := p.configured(ctx, profileNames, func(key string) string { return settings[key] })
	if err != nil {
		return auth.Credentials{}, "", fmt.Errorf("%s, section [%s]: %w", name, profileSection, err)
	}
	return c, endpoint, nil
}
