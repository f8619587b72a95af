package pagejson_test

import (
	"encoding/json"
	"testing"

	"github.com/orghandshakes/handshakes-go/pagination/paginationtest"
)

// A floor keeps times as strings, which spares encoding/json their parsing.
type huaweiFloor struct {
	Handshakes []struct {
		ID                    string `json:"id"`
		URN                   string `json:"urn"`
		Status                string `json:"status"`
		Notes                 string `json:"notes"`
		ManagementAccountID   string `json:"management_account_id"`
		ManagementAccountName string `json:"management_account_name"`
		OrganizationID        string `json:"organization_id"`
		Target                struct {
			Type   string `json:"type"`
			Entity string `json:"entity"`
		} `json:"target"`
		CreatedAt string `json:"created_at"`
		UpdatedAt string `json:"updated_at"`
		ExpiredAt string `json:"expired_at"`
	} `json:"handshakes"`
	PageInfo struct {
		NextMarker string `json:"next_marker"`
	} `json:"page_info"`
}

type alibabaFloor struct {
	RequestId  string
	TotalCount int
	PageSize   int
	PageNumber int
	Handshakes struct {
		Handshake []struct {
			HandshakeId         string
			ResourceDirectoryId string
			MasterAccountId     string
			MasterAccountName   string
			TargetEntity        string
			TargetType          string
			Note                string
			Status              string
			CreateTime          string
			ModifyTime          string
			ExpireTime          string
		}
	}
}

// BenchmarkPage reads pages of 100; the floor is encoding/json.
func BenchmarkPage(b *testing.B) {
	huawei, alibaba := huaweiPage(), alibabaPage()
	b.Run("Huawei", func(b *testing.B) {
		paginationtest.Compare(b,
			often(b, func() (int, error) {
				var page huaweiFloor
				err := json.Unmarshal(huawei, &page)
				return len(page.Handshakes), err
			}),
			often(b, func() (int, error) {
				rows, _, err := readHuaweiPage(huawei)
				return len(rows), err
			}))
	})
	b.Run("Alibaba", func(b *testing.B) {
		paginationtest.Compare(b,
			often(b, func() (int, error) {
				var page alibabaFloor
				err := json.Unmarshal(alibaba, &page)
				return len(page.Handshakes.Handshake), err
			}),
			often(b, func() (int, error) {
				rows, _, err := readAlibabaPage(alibaba)
				return len(rows), err
			}))
	})
}

// often reads a page 50 times, which is long enough to be timed.
func often(b *testing.B, read func() (int, error)) func() int {
	return func() (rows int) {
		for range 50 {
			n, err := read()
			if err != nil {
				b.Fatal(err)
			}
			rows += n
		}
		return rows
	}
}
