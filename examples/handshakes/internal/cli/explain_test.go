package cli

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// failures are provoked through the services of both clouds.
var failures = []struct {
	name string
	err  func(context.Context, world) error
}{
	{name: "a policy is missing", err: func(ctx context.Context, w world) error {
		return w.listHuawei(ctx, huaweiorgtest.Refuse(403, "Organizations.1007", "Policy doesn't allow organizations:handshakes:list to be performed."))
	}},
	{name: "a policy is missing in the other cloud", err: func(ctx context.Context, w world) error {
		return w.listAlibaba(ctx, alibabarmtest.Refuse(403, "NoPermission", "You are not authorized to do this action."))
	}},
	{name: "the account is in no organization", err: func(ctx context.Context, w world) error {
		return last(w.outside.Invitations().Sent(ctx))
	}},
	{name: "there are no credentials", err: func(ctx context.Context, w world) error {
		return last(w.huawei.With(huaweiorg.WithCredentials(auth.Chain())).Invitations().Sent(ctx))
	}},
	{name: "there are no credentials of the other cloud", err: func(ctx context.Context, w world) error {
		return last(w.alibaba.With(alibabarm.WithCredentials(auth.Chain())).Invitations().Sent(ctx))
	}},
	{name: "the provider of credentials fails", err: func(ctx context.Context, w world) error {
		broken := auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
			return auth.Credentials{}, errors.New("the vault is sealed")
		})
		return last(w.huawei.With(huaweiorg.WithCredentials(broken)).Invitations().Sent(ctx))
	}},
	{name: "the signature is wrong", err: func(ctx context.Context, w world) error {
		return w.listHuawei(ctx, huaweiorgtest.WrongKeys())
	}},
	{name: "the access key is unknown", err: func(ctx context.Context, w world) error {
		return w.listAlibaba(ctx, alibabarmtest.UnknownKey())
	}},
	{name: "the clocks differ", err: func(ctx context.Context, w world) error {
		return w.listAlibaba(ctx, alibabarmtest.Refuse(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired."))
	}},
	{name: "the service throttles and says for how long", err: func(ctx context.Context, w world) error {
		return w.listHuawei(ctx, huaweiorgtest.Throttled("7200"))
	}},
	{name: "the service throttles for too long", err: func(ctx context.Context, w world) error {
		return w.listAlibaba(ctx, alibabarmtest.Throttled(""))
	}},
	{name: "a load balancer responds instead of the service", err: func(ctx context.Context, w world) error {
		return w.listHuawei(ctx, huaweiorgtest.Unavailable())
	}},
	{name: "a quota is used up", err: func(ctx context.Context, w world) error {
		w.alibabaService.Inject(alibabarmtest.Fault{Op: "InviteAccountToResourceDirectory", Kind: alibabarmtest.Refuse(
			409, "LimitExceeded.ResourceDirectory.Handshake", "The maximum number of handshakes is exceeded.")})
		_, err := w.alibaba.Invitations().Invite(ctx, invitation.Input{Target: invitation.Target{Type: invitation.TargetTypeAccount, Entity: "1234567890123456"}})
		return err
	}},
	{name: "there is no such invitation", err: func(ctx context.Context, w world) error {
		_, err := w.huawei.Invitations().Get(ctx, "h-nonexistent")
		return err
	}},
	{name: "the invitation is not pending", err: func(ctx context.Context, w world) error {
		for _, h := range w.huaweiService.Handshakes() {
			if h.Status == huaweiorg.StatusAccepted {
				_, err := w.huawei.Invitations().Cancel(ctx, h.ID)
				return err
			}
		}
		return nil
	}},
	{name: "it is unknown whether a write took effect", err: func(ctx context.Context, w world) error {
		w.huaweiService.Inject(huaweiorgtest.Fault{Times: huaweiorgtest.Always, Kind: authtest.Reset()})
		_, err := w.huawei.Invitations().Invite(ctx, invitation.Input{Target: invitation.Target{Type: invitation.TargetTypeName, Entity: "new_account"}})
		return err
	}},
	{name: "an ID has the wrong form", err: func(ctx context.Context, w world) error {
		_, err := w.alibaba.Invitations().Cancel(ctx, "h 1")
		return err
	}},
	{name: "a deadline passes", err: func(ctx context.Context, w world) error {
		ctx, cancel := context.WithTimeout(ctx, someTime)
		defer cancel()
		return w.listHuawei(ctx, authtest.Hang())
	}},
	{name: "a deadline passes after a refusal", err: func(ctx context.Context, w world) error {
		ctx, cancel := context.WithTimeout(ctx, someTime)
		defer cancel()
		return w.listHuawei(ctx, huaweiorgtest.Throttled("60"))
	}},
	{name: "the host of the endpoint is unknown", err: func(ctx context.Context, w world) error {
		return w.listOver(ctx, &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: "organisations.example", IsNotFound: true}})
	}},
	{name: "the certificate is not trusted", err: func(ctx context.Context, w world) error {
		return w.listOver(ctx, x509.UnknownAuthorityError{})
	}},
	{name: "there is no connection", err: func(ctx context.Context, w world) error {
		return w.listHuawei(ctx, authtest.NoConnection())
	}},
	{name: "the connection breaks", err: func(ctx context.Context, w world) error {
		return w.listAlibaba(ctx, authtest.Reset())
	}},
	{name: "the endpoint is a web server", err: func(ctx context.Context, w world) error {
		return w.listHuawei(ctx, authtest.Raw(200, "<html>welcome</html>", "Content-Type: text/html"))
	}},
	{name: "the endpoint is the other cloud's", err: func(ctx context.Context, w world) error {
		return w.listHuawei(ctx, huaweiorgtest.Refuse(400, "InvalidVersion", "Specified parameter Version is not valid."))
	}},
	{name: "the endpoint redirects", err: func(ctx context.Context, w world) error {
		return w.listHuawei(ctx, authtest.Redirect(302, "https://login.example/"))
	}},
	{name: "the response is too large", err: func(ctx context.Context, w world) error {
		return w.listHuawei(ctx, authtest.Huge(64<<20))
	}},
	{name: "the list changes while it is read", err: func(ctx context.Context, w world) error {
		w.alibabaService.Seed(w.alibabaService.Believable(200)...)
		w.alibabaService.Inject(alibabarmtest.Fault{Times: alibabarmtest.Always, Kind: authtest.Hook(func() {
			w.alibabaService.Remove(w.alibabaService.Handshakes()[0].ID)
		})})
		return last(w.alibaba.ListHandshakesForResourceDirectory(pagination.WithPageSize(10)).All(ctx))
	}},
	{name: "a cursor is of another list", err: func(ctx context.Context, w world) error {
		return last(w.huawei.ListHandshakes(pagination.From("nonsense")).All(ctx))
	}},
	{name: "a stranger's text would take over the screen", err: func(ctx context.Context, w world) error {
		return w.listHuawei(ctx, huaweiorgtest.Refuse(400, "Organizations.9\x1b[2J", "one\r\ntwo\x1b[31m\u202ethree "+strings.Repeat("long ", 200)))
	}},
}

// requestID depends on how often a call was retried, which is random.
var requestID = regexp.MustCompile(`\(request [0-9A-Fa-f-]{32,36}(, \d+ attempts)?\)`)

func TestExplain(t *testing.T) {
	t.Parallel()
	screens := make([]string, len(failures))
	t.Run("says in two lines that", func(t *testing.T) {
		for i, c := range failures {
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					err := c.err(t.Context(), newWorld(t))
					require.Error(t, err)
					p, _, stderr := newProcess()
					assert.Equal(t, Failed, p.Exit(t.Context(), err))
					screens[i] = fmt.Sprintf("%s\n%s", c.name, requestID.ReplaceAllString(stderr.String(), "(request R)"))
					assert.LessOrEqual(t, strings.Count(stderr.String(), "\n"), 2, stderr)
					assert.NotRegexp(t, `huaweiorg:|alibabarm:|auth:|pagination:`, stderr.String(), "errors that look like the library's are for -v")

					p, _, stderr = newProcess()
					p.Verbose = true
					assert.Equal(t, Failed, p.Exit(t.Context(), err))
					assert.Contains(t, stderr.String(), "in detail: ")
					assert.NotContains(t, stderr.String(), "\x1b")
				})
			})
		}
	})
	golden(t, "explain.golden", strings.Join(screens, "\n"))
}

func TestExplain_OtherErrors(t *testing.T) {
	t.Parallel()
	err := errors.New("line 2: an ID is empty\nline 3: an ID is empty")
	assert.Equal(t, Explanation{What: err.Error()}, Explain(err), "what a command says by itself is complete")
}

func TestExplain_UnknownOutcome(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("huaweiorg: InviteAccount: %w; before: %w", auth.ErrOutcomeUnknown,
		auth.NewServiceError("huaweiorg", auth.ServiceError{Op: "InviteAccount", StatusCode: 503, Code: "C", RequestID: "R", RetryAfter: time.Minute}, auth.Rule{}, nil))
	assert.Equal(t, Explanation{
		What: "Huawei Cloud InviteAccount: it is unknown whether it took effect",
		Do:   "look with handshakes show or handshakes list before you repeat the command",
	}, Explain(err), "the time that the service asks for is no advice to send it twice")
}

func TestExplain_NoSecrets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		account := w.huaweiService.AddAccount(huaweiorgtest.Account{Name: "second"})
		keys := w.huaweiService.TemporaryCredentials(account, 3600e9)
		client, err := w.huaweiService.NewClient(account, huaweiorg.WithCredentials(auth.Static(keys.AccessKeyID, keys.AccessKeySecret, keys.SecurityToken)))
		require.NoError(t, err)
		w.huaweiService.Inject(huaweiorgtest.Fault{Times: huaweiorgtest.Always, Kind: huaweiorgtest.WrongKeys()})
		p, _, stderr := newProcess()
		p.Verbose = true
		assert.Equal(t, Failed, p.Exit(t.Context(), last(client.Invitations().Received(t.Context()))))
		assert.Contains(t, stderr.String(), "APIGW.0301")
		for _, secret := range []string{keys.AccessKeySecret, keys.SecurityToken, keys.AccessKeyID} {
			assert.NotContains(t, stderr.String(), secret)
		}
	})
}
