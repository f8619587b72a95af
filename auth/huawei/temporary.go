package huawei

import (
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

// iamKeys reads the credentials of a response of IAM or the metadata service.
func iamKeys(body []byte) (auth.Credentials, error) {
	var w struct {
		Credential struct {
			ID      temporary.Text    `json:"access"`
			Secret  temporary.Text    `json:"secret"`
			Token   temporary.Text    `json:"securitytoken"`
			Expires temporary.Instant `json:"expires_at"`
		} `json:"credential"`
	}
	if temporary.Unmarshal(body, &w) != nil {
		return auth.Credentials{}, temporary.ErrNoKeys
	}
	return temporary.KeyPair(w.Credential).Credentials()
}

// podKeys reads the credentials of a response of a pod identity agent.
func podKeys(body []byte) (auth.Credentials, error) {
	var w struct {
		Credentials struct {
			ID      temporary.Text    `json:"accessKeyId"`
			Secret  temporary.Text    `json:"secretAccessKey"`
			Token   temporary.Text    `json:"securityToken"`
			Expires temporary.Instant `json:"expiration"`
		} `json:"credentials"`
	}
	if temporary.Unmarshal(body, &w) != nil {
		return auth.Credentials{}, temporary.ErrNoKeys
	}
	return temporary.KeyPair(w.Credentials).Credentials()
}

// stsKeys reads the credentials of a response of STS, and the URN of the session.
func stsKeys(body []byte) (c auth.Credentials, urn string, err error) {
	var w struct {
		Agency struct {
			URN temporary.Text `json:"urn"`
		} `json:"assumed_agency"`
		Credentials struct {
			ID      temporary.Text    `json:"access_key_id"`
			Secret  temporary.Text    `json:"secret_access_key"`
			Token   temporary.Text    `json:"security_token"`
			Expires temporary.Instant `json:"expiration"`
		} `json:"credentials"`
	}
	if temporary.Unmarshal(body, &w) != nil {
		return auth.Credentials{}, "", temporary.ErrNoKeys
	}
	c, err = temporary.KeyPair(w.Credentials).Credentials()
	return c, string(w.Agency.URN), err
}
