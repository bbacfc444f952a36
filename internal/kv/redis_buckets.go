package kv

import (
	"context"
	"fmt"
	"time"
)

const (
	// instancesKey is the set of instances that have spent lately.
	instancesKey = "instances"
	// seenFor is how long an instance counts after it has spent. It outlasts the quiet
	// minutes of a small site: too many instances make the limits of a failure stricter than they
	// need be, too few make them looser.
	seenFor = 10 * time.Minute
)

// A bucket is a key whose remaining life is how long the bucket takes until it is full; a full one
// is no key. So the server's clock alone counts, no bucket outlives its use, and its value does not
// matter. What lives longer than an empty bucket needs, because the limit was another one before or the
// server's clock was set back, is cut to that.
const debtOf = `
local function debt_of(key, span)
	local debt = redis.call('PTTL', key)
	if debt == -1 or debt > span then -- it would refuse for as long as it lives, or forever
		redis.call('PEXPIRE', key, string.format('%.0f', span))
		debt = span
	end
	return math.max(debt, 0)
end
`

// The last key is the set of instances; the first arguments are this one's name and for how
// long it counts; each bucket follows with interval and span. Answers: wait, index of the refusing bucket
// from 1 or 0, number of instances.
const spendScript = debtOf + `
local buckets = #KEYS - 1
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local seen = KEYS[#KEYS]
redis.call('ZADD', seen, string.format('%.0f', now), ARGV[1])
redis.call('ZREMRANGEBYSCORE', seen, '-inf', string.format('%.0f', now - ARGV[2]))
redis.call('PEXPIRE', seen, ARGV[2])
local instances = redis.call('ZCARD', seen)

local debts, longest, refused = {}, 0, 0
for i = 1, buckets do
	local interval, span = tonumber(ARGV[2 * i + 1]), tonumber(ARGV[2 * i + 2])
	debts[i] = debt_of(KEYS[i], span) + interval
	local wait = debts[i] - span
	if wait > longest then
		longest, refused = wait, i
	end
end
if refused == 0 then
	for i = 1, buckets do
		redis.call('SET', KEYS[i], '', 'PX', string.format('%.0f', debts[i]))
	end
end
return {longest, refused, instances}`

// Each bucket has interval and span among the arguments.
const refundScript = debtOf + `
for i = 1, #KEYS do
	local debt = debt_of(KEYS[i], tonumber(ARGV[2 * i])) - ARGV[2 * i - 1]
	if debt > 0 then
		redis.call('PEXPIRE', KEYS[i], string.format('%.0f', debt))
	else
		redis.call('DEL', KEYS[i])
	end
end
return 0`

// Spend implements Store.
func (r *Redis) Spend(ctx context.Context, buckets []Bucket) (Spent, error) {
	if err := checkBuckets(buckets); err != nil {
		return Spent{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, r.budget)
	defer cancel()
	keys, args := r.forScript(buckets, r.instance, milliseconds(seenFor))
	reply, err := r.scripts.spend.Run(ctx, r.client, append(keys, r.prefix+instancesKey), args...).Int64Slice()
	if err != nil {
		return Spent{}, failed("spend", err)
	}
	if len(reply) != 3 || reply[0] < 0 || reply[1] < 0 || reply[1] > int64(len(buckets)) || (reply[0] == 0) != (reply[1] == 0) {
		return Spent{}, fmt.Errorf("kv: redis: spend: the answer %v means nothing", reply)
	}
	return Spent{
		Wait: time.Duration(reply[0]) * time.Millisecond, Refused: int(reply[1]) - 1, Instances: int(max(reply[2], 1)),
	}, nil
}

// Refund implements Store.
func (r *Redis) Refund(ctx context.Context, buckets []Bucket) error {
	if err := checkBuckets(buckets); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, r.budget)
	defer cancel()
	keys, args := r.forScript(buckets)
	return failed("refund", r.scripts.refund.Run(ctx, r.client, keys, args...).Err())
}

// forScript returns the buckets as keys, and their intervals and spans after the arguments before.
func (r *Redis) forScript(buckets []Bucket, before ...any) (keys []string, args []any) {
	args = before
	for _, b := range buckets {
		keys = append(keys, r.bucket(b.Key))
		args = append(args, b.interval().Milliseconds(), b.span().Milliseconds())
	}
	return keys, args
}
