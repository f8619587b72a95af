package audit

import (
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
)

const before = `
Audit the invitations of many accounts, in Huawei Cloud, Alibaba Cloud or both, and report
what needs attention: what will expire soon or has expired, what is pending, and what
comes from senders that you do not expect.

  handshakes audit [flags]

Examples:
  handshakes audit -offline -format html -open     see a report, without an account
  handshakes audit -accounts accounts.csv -expect o-4k2m9q7x,rd-A8kqJ4
  handshakes audit -format jsonl -o today.jsonl -baseline yesterday.jsonl
  handshakes audit -within 1d -fail-on expiring    for a nightly job
`

const after = `
Findings, the most pressing first; an invitation has the first one that fits:
  unexpected  received from an organization that -expect does not name, and neither
              expired, declined, cancelled nor deleted
  expiring    pending, and it expires within -within
  expired     it expired before it was accepted or declined
  pending     it is neither accepted nor declined yet
An invitation that two accounts see, or an account in both its lists, is reported for
each. A sender is a look-alike, and comes first, if it is not expected, and its name
imitates that of your management account or of an expected one, as acme_r00t does.

Accounts file, a CSV with a header. It holds no access keys, but says where they are:
  name,cloud,keys,lists
  acme-root,huawei,,both
  payments,huawei,agency:iam::0123456789abcdef0123456789abcdef:agency:audit,received
  acme-cn,alibaba,env:ACME_CN,sent
  keys   empty: the default credentials of the cloud, as described below
         env:NAME: the variables NAME_ACCESS_KEY_ID and NAME_ACCESS_KEY_SECRET, with
         temporary keys also NAME_SECURITY_TOKEN, and for Huawei Cloud NAME_ACCOUNT_ID,
         if you know it
         agency:URN: an agency of Huawei Cloud that the default credentials may assume
  lists  sent, received or both; empty or left out: as -lists says

Formats:
  table  one line for each finding; times are in UTC
  csv    all fields; a cell that a spreadsheet would run begins with an apostrophe
  json   an array of {"finding", "account", "list", "invitation": {…}}; with "look_alike"
         and "change" where there are such
  jsonl  the same, one a line
  html   a report for browsers, phones and printers, which loads nothing
A list that cannot be read does not stop the others; stderr and the report name it.

Baseline: what an earlier audit or list wrote with -format jsonl or json. A finding is
then new or still there, and findings that are gone come last. An invitation of a list
that could not be read is not gone.
` + cli.ExitHelp + clouds.KeysHelp
