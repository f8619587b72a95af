package report

import (
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

const attack = `</td></table></style></script><script>window.attacked=1</script><img src=x onerror="window.attacked=1">"' onload='x {{.At}} <!-- ]]> &amp;` + "\x00\x1b[2J\u202e\u2066\ufffe\r\n"

// hostile is a report whose every text is an attack.
func hostile() *Report {
	f := Finding{
		Kind: attack, Change: attack, Account: attack, List: attack, State: attack, LookAlike: attack,
		Invitation: invitation.Invitation{
			Cloud: attack, ID: attack, Status: attack, Target: invitation.Target{Type: attack, Entity: attack},
			OrganizationID: attack, InviterID: attack, InviterName: attack, Note: attack, Expires: onDay.Add(time.Hour),
		},
	}
	received := f
	received.List, received.Kind = Received, KindUnexpected
	return &Report{
		At: onDay, Version: attack, Settings: []Setting{{attack, attack}}, Within: time.Hour, Checked: true,
		Lists: []List{{
			Cloud: attack, Title: attack, Account: attack, Kind: attack, Organization: attack, Identity: attack,
			States: map[string]int{attack: 2}, Err: attack,
		}},
		Findings: []Finding{f, received}, Baseline: attack, Since: onDay, Gone: []Finding{f, received},
	}
}
