package alibaba

import (
	"context"
	"fmt"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
)

const (
	envKey    = "ALIBABA_CLOUD_ACCESS_KEY_ID"
	envSecret = "ALIBABA_CLOUD_ACCESS_KEY_SECRET"
	envToken  = "ALIBABA_CLOUD_SECURITY_TOKEN"
)

func (c *providerChain) environment(context.Context) (auth.Credentials, error) {
	keys := auth.Credentials{AccessKeyID: c.env(envKey), AccessKeySecret: c.env(envSecret), SecurityToken: c.env(envToken)}
	if err := missing(setting{envKey, keys.AccessKeyID}, setting{envSecret, keys.AccessKeySecret}); err != nil {
		return auth.Credentials{}, err
	}
	return keys, nil
}

// A setting is a variable of the environment, or a setting in a file.
type setting struct{ name, value string }

// missing returns an error that names the empty settings, or nil.
func missing(settings ...setting) error {
	var empty []string
	for _, s := range settings {
		if s.value == "" {
			empty = append(empty, s.name)
		}
	}
	if empty == nil {
		return nil
	}
	return fmt.Errorf("set %s: %w", strings.Join(empty, " and "), auth.ErrNoCredentials)
}
