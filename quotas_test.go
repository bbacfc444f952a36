package main

import (
	"fmt"
	"strings"

	"usher/internal/quota"
)

// endlessQuotas is a USHER_COGNITO_QUOTAS that no test reaches: their clocks stand still, and a budget
// refills by the clock.
func endlessQuotas() string {
	var raised []string
	for _, class := range quota.Classes() {
		raised = append(raised, fmt.Sprintf("%s=100000", class))
	}
	return strings.Join(raised, ",")
}
