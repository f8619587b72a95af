package invitation_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// A cloud holds what differs between the services.
type cloud struct {
	name              string
	prefix            string // of the text of errors
	root, guest       string // account IDs
	rootName          string
	guestTarget       invitation.Target // guest, in another way than by its ID
	organizationID    string
	account           func(n int) string // the ID of an account that the service may not know
	kinds             map[string]authtest.Kind
	field             map[string]string // the path of a field in a response
	pendingBody       func(id string) string
	refusesDuplicates bool
	pageSize          int      // how many rows a page has at most
	namelessMembers   bool     // the member list shows nothing but IDs by which to invite
	limitsPending     bool     // with a quota of open invitations
	aboutInput        []string // codes that concern one input
	aboutCall         map[string]error
	readsReceivedBy   string                   // the operation that reads a received invitation back
	looks             *strings.Replacer        // the requests of reading back, in a list of requests
	lag               func(w world, id string) // the next read of a received invitation shows it as pending
	readsAccepted     []string                 // the requests of root that show an accepted invitation
	troubles          []authtest.Kind          // of a write, besides those of every cloud
	word              func(s invitation.Status) string
	faults            func() []faultRow // its own rows of the fault matrix
	doc               string            // the file in which the matrix stands
	formats           []worldSettings   // of responses
	resembles         bool              // the cloud before it: of large tables a sample is enough
	endpoint          string
	listMethod        string // of a request for a list
	listTarget        string
	listBody          func(rows string) string // of a response
	handshake         any                      // the cloud's own type, with a value in each field
	handshakeJSON     string
	omitted           []string // names of fields that are left out where they are zero
	final             func(status string) bool
	finals            map[string]bool
	expiredBy         func(i invitation.Invitation, t time.Time) bool
	signer            auth.Signer
	tokenHeader       string
	idHeader          string
	nonceHeader       string                         // "" where there are no nonces
	canonical         func(req *http.Request) string // what is signed
	printings         func(c *cloud) []printing
	quotations        func() []quotation
	badEndpoint       func(p auth.Provider, url string) error // the error of a client for it
	hostile           func() []hostileRow
	shapes            shapes
	new               func(t testing.TB, s worldSettings) world
}

// clouds are all clouds. The race detector sees one version of Alibaba Cloud: both share their
// goroutines.
func clouds() []*cloud {
	all := []*cloud{huaweiCloud(), alibabaCloud(alibabarm.Version20200331)}
	if racing {
		return all
	}
	return append(all, alibabaCloud(alibabarm.Version20220419))
}

// cloudNumber returns the clouds in turn.
func cloudNumber(n int) *cloud { return clouds()[n%len(clouds())] }

// run runs a case on each cloud, in simulated time.
func run(t *testing.T, name string, f func(t *testing.T, w world)) {
	t.Helper()
	runWith(t, name, worldSettings{}, f)
}

func runWith(t *testing.T, name string, s worldSettings, f func(t *testing.T, w world)) {
	t.Helper()
	runOn(t, name, clouds(), s, f)
}

func runOn(t *testing.T, name string, on []*cloud, s worldSettings, f func(t *testing.T, w world)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		for _, c := range on {
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) { f(t, c.new(t, s)) })
			})
		}
	})
}
