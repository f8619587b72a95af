package huawei

import (
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// errNoKeys quotes nothing of the answer, which may hold half a key pair.
var errNoKeys = fmt.Errorf("the answer has no temporary keys in the form that is known: %w", auth.ErrUnavailable)

// A keyPair is what all sources of temporary keys say, each with names of its own.
type keyPair struct {
	ID, Secret, Token text
	Expires           instant
}

// credentials refuses a part that is missing, or that no header can hold. An expiry
// that is not a time is zero: unknown.
func (k keyPair) credentials() (auth.Credentials, error) {
	for _, part := range []text{k.ID, k.Secret, k.Token} {
		if !isToken(string(part)) {
			return auth.Credentials{}, errNoKeys
		}
	}
	return auth.Credentials{
		AccessKeyID:     string(k.ID),
		AccessKeySecret: string(k.Secret),
		SecurityToken:   string(k.Token),
		Expires:         time.Time(k.Expires),
	}, nil
}

// isToken reports whether text is one word of printable ASCII.
func isToken(text string) bool {
	for i := range len(text) {
		if text[i] <= ' ' || text[i] > '~' {
			return false
		}
	}
	return text != ""
}

// iamKeys reads what IAM and the metadata service answer.
func iamKeys(body []byte) (auth.Credentials, error) {
	var w struct {
		Credential struct {
			ID      text    `json:"access"`
			Secret  text    `json:"secret"`
			Token   text    `json:"securitytoken"`
			Expires instant `json:"expires_at"`
		} `json:"credential"`
	}
	if unmarshal(body, &w) != nil {
		return auth.Credentials{}, errNoKeys
	}
	return keyPair(w.Credential).credentials()
}

// podKeys reads what a pod identity agent answers.
func podKeys(body []byte) (auth.Credentials, error) {
	var w struct {
		Credentials struct {
			ID      text    `json:"accessKeyId"`
			Secret  text    `json:"secretAccessKey"`
			Token   text    `json:"securityToken"`
			Expires instant `json:"expiration"`
		} `json:"credentials"`
	}
	if unmarshal(body, &w) != nil {
		return auth.Credentials{}, errNoKeys
	}
	return keyPair(w.Credentials).credentials()
}

// stsKeys reads what STS answers, and the URN of the session.
func stsKeys(body []byte) (c auth.Credentials, urn string, err error) {
	var w struct {
		Agency struct {
			URN text `json:"urn"`
		} `json:"assumed_agency"`
		Credentials struct {
			ID      text    `json:"access_key_id"`
			Secret  text    `json:"secret_access_key"`
			Token   text    `json:"security_token"`
			Expires instant `json:"expiration"`
		} `json:"credentials"`
	}
	if unmarshal(body, &w) != nil {
		return auth.Credentials{}, "", errNoKeys
	}
	c, err = keyPair(w.Credentials).credentials()
	return c, string(w.Agency.URN), err
}
