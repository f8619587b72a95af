package alibaba

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

const (
	stsEndpoint = "https://sts.aliyuncs.com"
	stsVersion  = "2015-04-01"

	envSTSRegion = "ALIBABA_CLOUD_STS_REGION"
	envVPC       = "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED"
)

// newSTS creates a client of STS. With a nil link, it uses the transport that all providers
// share: a pool for each of thousands of roles would open as many connections.
func newSTS(endpoint string, link http.RoundTripper, p auth.Provider, s auth.Signer, a advice) (*auth.Client, error) {
	endpoint, err := chooseSTS(endpoint, os.Getenv)
	if err != nil {
		return nil, err
	}
	if link == nil {
		link = auth.SharedTransport()
	}
	return auth.NewClient(auth.Config{
		Base: link, Endpoint: endpoint, Provider: p, Signer: s,
		Classify: classifier(a),
		// A refresh of credentials may take 30 s in total.
		Retry:            auth.Retry{MaxRetries: 2, MaxElapsed: 10 * time.Second, AttemptTimeout: 8 * time.Second},
		MaxResponseBytes: temporary.MaxSize,
	})
}

// chooseSTS completes an endpoint, or if it is empty, chooses one by the environment as the
// official SDKs do.
func chooseSTS(endpoint string, getenv func(string) string) (string, error) {
	region := strings.TrimSpace(getenv(envSTSRegion))
	switch {
	case strings.Contains(endpoint, "://"):
		return endpoint, nil
	case endpoint != "":
		return "https://" + endpoint, nil
	case region == "":
		return stsEndpoint, nil
	case strings.Trim(region, "abcdefghijklmnopqrstuvwxyz0123456789-") != "":
		return "", notRegion(envSTSRegion)
	}
	host := "sts"
	if strings.EqualFold(strings.TrimSpace(getenv(envVPC)), "true") {
		host = "sts-vpc"
	}
	return "https://" + host + "." + region + ".aliyuncs.com", nil
}

func notRegion(setting string) error {
	return fmt.Errorf("%s is not a region, such as eu-central-1: %w", setting, auth.ErrInvalid)
}

// unsignedKey is the placeholder for the credentials of an unsigned request.
var unsignedKey = auth.Static("key-of-unsigned-requests", "key-of-unsigned-requests", "")

// An unsigned is a signer that writes no signature. It moves the fields of the X-Acs-* headers
// into the query, because the service ignores these headers if there is no signature.
type unsigned struct{}

func (unsigned) Sign(req *http.Request, _ []byte, _ auth.Credentials, now time.Time) error {
	query := req.URL.Query()
	for _, name := range []string{"Action", "Version"} {
		query.Set(name, req.Header.Get("X-Acs-"+name))
		req.Header.Del("X-Acs-" + name)
	}
	query.Set("Format", "JSON")
	query.Set("Timestamp", now.UTC().Format(dateLayout))
	req.URL.RawQuery = query.Encode()
	return nil
}

// decode reads a response in JSON, or in XML, which some gateways send although the request
// asks for JSON.
func decode(body []byte, v any) error {
	text := bytes.TrimSpace(temporary.WithoutMark(body))
	if bytes.HasPrefix(text, []byte("<")) {
		return xml.Unmarshal(text, v)
	}
	return temporary.Unmarshal(text, v)
}
