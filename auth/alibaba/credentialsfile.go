package alibaba

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"gopkg.in/ini.v1"

	"github.com/orghandshakes/handshakes-go/auth"
)

const defaultSection = "default"

var credentialsFile = configFile{variable: "ALIBABA_CLOUD_CREDENTIALS_FILE", folder: ".alibabacloud", name: "credentials"}

func (c *providerChain) credentialsFile(ctx context.Context) (auth.Credentials, error) {
	text, title, err := c.read(credentialsFile)
	if err != nil {
		return auth.Credentials{}, err
	}
	name := cmp.Or(c.env(envProfile), defaultSection)
	section, err := parseSection(text, name)
	var keys auth.Credentials
	if err == nil {
		if keys, err = c.sectionKeys(ctx, section); err != nil {
			err = fmt.Errorf("section %s: %w", quote(name), err)
		}
	}
	if err != nil {
		return auth.Credentials{}, fmt.Errorf("%s: %w", title, err)
	}
	return keys, nil
}

// parseSection reads the settings of a section with the INI package of the official SDKs. The
// errors of that package quote the file; those of parseSection do not.
func parseSection(text []byte, name string) (get func(key string) string, err error) {
	file, err := ini.Load(text)
	if err != nil {
		return nil, describeINI(text, err)
	}
	section, err := file.GetSection(name)
	if err != nil {
		return nil, fmt.Errorf("there is no section %s: %w", quote(name), auth.ErrNoCredentials)
	}
	return func(key string) string {
		value, err := section.GetKey(key)
		if err != nil {
			return ""
		}
		return value.String()
	}, nil
}

// describeINI returns an error with the number of the malformed line. The error of the INI
// package ends with that line.
func describeINI(text []byte, err error) error {
	said := strings.TrimSpace(err.Error())
	found, longest, number := 0, 0, 0
	for line := range bytes.Lines(text) {
		number++
		line = bytes.TrimSpace(line)
		if len(line) > longest && strings.HasSuffix(said, string(line)) {
			found, longest = number, len(line)
		}
	}
	if found == 0 {
		return errors.New("it is not an INI file")
	}
	return fmt.Errorf("line %d is neither [section] nor key = value", found)
}

// sectionKeys returns the credentials of a section by its type.
func (c *providerChain) sectionKeys(ctx context.Context, get func(string) string) (auth.Credentials, error) {
	switch kind := get("type"); kind {
	case "access_key":
		return sectionPair(get)
	case "ram_role_arn":
		keys, err := sectionPair(get)
		if err == nil {
			err = missing(setting{"role_arn", get("role_arn")}, setting{"role_session_name", get("role_session_name")})
		}
		if err != nil {
			return auth.Credentials{}, err
		}
		return c.assume(ctx, keys, role{arn: get("role_arn"), session: get("role_session_name"), policy: get("policy")})
	case "ecs_ram_role":
		return c.instanceRole(ctx, get("role_name"))
	case "":
		return auth.Credentials{}, missing(setting{"type", ""})
	default:
		return auth.Credentials{}, &unusable{fmt.Errorf("the type %s is not supported: choose another section with %s", nameOf(kind), envProfile)}
	}
}

func sectionPair(get func(string) string) (auth.Credentials, error) {
	keys := auth.Credentials{AccessKeyID: get("access_key_id"), AccessKeySecret: get("access_key_secret")}
	err := missing(setting{"access_key_id", keys.AccessKeyID}, setting{"access_key_secret", keys.AccessKeySecret})
	return keys, err
}
