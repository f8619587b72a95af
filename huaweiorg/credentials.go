package huaweiorg

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
)

// The environment variables of the official SDKs.
const (
	envAccessKey = "HUAWEICLOUD_SDK_AK"
	envSecretKey = "HUAWEICLOUD_SDK_SK"
	envToken     = "HUAWEICLOUD_SDK_SECURITY_TOKEN"
	envAccount   = "HUAWEICLOUD_SDK_DOMAIN_ID"
)

// DefaultProvider finds credentials where the official SDKs do. Today that is the
// environment: HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, with temporary keys
// HUAWEICLOUD_SDK_SECURITY_TOKEN, and the caller's account ID, if known, in
// HUAWEICLOUD_SDK_DOMAIN_ID. They are read when a call needs them. Where there are
// none, the error matches [ErrNoCredentials] and says what is missing.
func DefaultProvider() auth.Provider {
	return auth.Chain(auth.ProviderFunc(environment))
}

func environment(context.Context) (auth.Credentials, error) {
	c := auth.Credentials{
		AccessKeyID:     getenv(envAccessKey),
		AccessKeySecret: getenv(envSecretKey),
		SecurityToken:   getenv(envToken),
		AccountID:       getenv(envAccount),
	}
	var missing []string
	if c.AccessKeyID == "" {
		missing = append(missing, envAccessKey)
	}
	if c.AccessKeySecret == "" {
		missing = append(missing, envSecretKey)
	}
	if missing != nil {
		return auth.Credentials{}, fmt.Errorf("environment: set %s: %w", strings.Join(missing, " and "), ErrNoCredentials)
	}
	return c, nil
}

// getenv drops the line feed that a variable filled from a file often ends with.
func getenv(name string) string { return strings.TrimSpace(os.Getenv(name)) }
