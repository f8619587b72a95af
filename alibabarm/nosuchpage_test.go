package alibabarm_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// pageRefusals are refusals of a page after the last one. They say which of them mean that the
// page does not exist.
var pageRefusals = []struct {
	name  string
	kind  alibabarmtest.Kind
	isEnd bool
}{
	{name: "400 about a parameter", kind: alibabarmtest.Refuse(400, "InvalidParameter", "bad"),
		isEnd: true},
	{name: "400 about the page number",
		kind: alibabarmtest.Refuse(400, "InvalidParameter.PageNumber", "bad"), isEnd: true},
	{name: "400 with an unknown code",
		kind: alibabarmtest.Refuse(400, "PageNumberOutOfRange", "bad"), isEnd: true},
	{name: "404 with an unknown code", kind: alibabarmtest.Refuse(404, "NoSuchPage", "gone"),
		isEnd: true},
	{name: "400 without a code", kind: alibabarmtest.Raw(400, "bad request"), isEnd: true},
	{name: "404 without a code", kind: alibabarmtest.Raw(404, "not found"), isEnd: true},

	{name: "a signature that does not match",
		kind: alibabarmtest.Refuse(400, "SignatureDoesNotMatch", "no")},
	{name: "an unknown code about the signature",
		kind: alibabarmtest.Refuse(400, "SignatureVersionNotSupported", "no")},
	{name: "an unknown access key",
		kind: alibabarmtest.Refuse(404, "InvalidAccessKeyId.NotFound", "no")},
	{name: "a bad security token",
		kind: alibabarmtest.Refuse(400, "InvalidSecurityToken.Malformed", "no")},
	{name: "an unknown code about the caller",
		kind: alibabarmtest.Refuse(400, "InvalidCredential", "no")},
	{name: "a wrong clock",
		kind: alibabarmtest.Refuse(400, "InvalidTimeStamp.Format", "no")},
	{name: "throttling for minutes",
		kind: alibabarmtest.Refuse(400, "Throttling.EnableControlPolicy", "no")},
	{name: "an unknown code about the load",
		kind: alibabarmtest.Refuse(400, "RequestLimitReached", "no")},
	{name: "an unknown code with a wait",
		kind: alibabarmtest.Refuse(400, "Busy", "no", "Retry-After: 60")},
	{name: "a missing permission", kind: alibabarmtest.Refuse(400, "NoPermission", "no")},
	{name: "an unknown code about a permission",
		kind: alibabarmtest.Refuse(400, "AccessDenied", "no")},
	{name: "status 403", kind: alibabarmtest.Refuse(403, "PageNumberOutOfRange", "no")},
	{name: "a directory that does not exist",
		kind: alibabarmtest.Refuse(404, "EntityNotExists.ResourceDirectory", "no")},
	{name: "an entity that does not exist",
		kind: alibabarmtest.Refuse(404, "EntityNotExists.Page", "no")},
	{name: "a missing parameter", kind: alibabarmtest.Refuse(400, "MissingParameter", "no")},
	{name: "status 500", kind: alibabarmtest.Refuse(500, "InvalidParameter", "no")},
}

func TestListHandshakesForResourceDirectory_RefusedPageBehindTheEnd(t *testing.T) {
	t.Parallel()
	for _, tc := range pageRefusals {
		for _, form := range []listForm{listForms[0], listForms[3]} {
			for _, ahead := range []int{0, 4} {
				t.Run(fmt.Sprintf("%s, %s, read-ahead %d", tc.name, form.name, ahead), func(t *testing.T) {
					t.Parallel()
					l := newListing(t, 95, form.opts...)
					l.client = l.client.With(alibabarm.WithVersion(form.version))
					if !tc.isEnd {
						l.client = l.client.With(once) // the client would retry some of these for minutes
					}
					l.Inject(alibabarmtest.Fault{Times: alibabarmtest.Always, Kind: alibabarmtest.OnPage(6, tc.kind)})
					got, err := l.pager(19, pagination.WithReadAhead(ahead)).Collect(t.Context())
					assert.Equal(t, l.want, got)
					if tc.isEnd {
						require.NoError(t, err)
						assert.Len(t, l.Requests(), 6, "the client does not retry a refusal")
						return
					}
					require.Error(t, err)
					assert.NotErrorIs(t, err, pagination.ErrNoSuchPage)
				})
			}
		}
	}
}

func TestListHandshakesForResourceDirectory_RefusedPagePromised(t *testing.T) {
	t.Parallel()
	for _, number := range []int{1, 2, 5} {
		for _, ahead := range []int{0, 8} {
			t.Run(fmt.Sprintf("page %d, read-ahead %d", number, ahead), func(t *testing.T) {
				t.Parallel()
				l := newListing(t, 95)
				kind := alibabarmtest.OnPage(number, alibabarmtest.Refuse(400, "InvalidParameter.PageNumber", "bad"))
				l.Inject(alibabarmtest.Fault{Times: alibabarmtest.Always, Kind: kind})
				got, err := l.pager(19, pagination.WithReadAhead(ahead)).Collect(t.Context())
				assert.Len(t, got, 19*(number-1), "the rows of the pages before come first")
				refusal, ok := errors.AsType[*alibabarm.Error](err)
				require.True(t, ok, "%v", err)
				assert.Equal(t, http.StatusBadRequest, refusal.StatusCode)
				assert.ErrorIs(t, err, alibabarm.ErrInvalid)
				assert.Equal(t, number > 1, errors.Is(err, pagination.ErrNoSuchPage), "only page two may not exist")
			})
		}
	}
}
