// Package mail 은 안내 메일을 줄 세워 보내는 일꾼이다.
package mail

import (
	"context"
	"errors"
	"time"
)

// ErrGiveUp 은 재시도 횟수를 모두 써서 포기했다는 뜻이다.
var ErrGiveUp = errors.New("메일 발송을 포기했습니다")

// Message 는 보낼 메일 한 통이다.
type Message struct {
	To      string
	Subject string
	Body    string
	Tries   int
}

// Sender 는 실제로 메일을 내보내는 쪽이다.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// Worker 는 대기열에서 메일을 꺼내 보낸다. 실패하면 기다렸다가 다시 보낸다.
func Worker(ctx context.Context, queue <-chan Message, sender Sender, dead chan<- Message) {
	for {
		select {
		case <-ctx.Done():
			return
		case m := <-queue:
			if err := sendWithRetry(ctx, sender, m); errors.Is(err, ErrGiveUp) {
				// 끝내 못 보낸 메일은 따로 모아 사람이 본다.
				dead <- m
			}
		}
	}
}

// sendWithRetry 는 간격을 두 배씩 늘리며 최대 네 번 다시 보낸다.
func sendWithRetry(ctx context.Context, sender Sender, m Message) error {
	wait := time.Second
	for m.Tries < 4 {
		if err := sender.Send(ctx, m); err == nil {
			return nil
		}
		m.Tries++
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
		wait *= 2
	}
	return ErrGiveUp
}

// Digest 는 한 시간 안에 같은 사람에게 갈 메일을 한 통으로 묶는다.
func Digest(messages []Message) map[string]Message {
	grouped := make(map[string]Message)
	for _, m := range messages {
		first, ok := grouped[m.To]
		if !ok {
			grouped[m.To] = m
			continue
		}
		first.Body += "\n\n" + m.Body
		grouped[m.To] = first
	}
	return grouped
}
