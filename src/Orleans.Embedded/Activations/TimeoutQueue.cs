namespace Orleans.Embedded.Activations;

/// <summary>Open requests with the same timeout, so they are in the order in which they are due.</summary>
internal sealed class TimeoutQueue(long timeoutTicks)
{
    private readonly Lock _lock = new();
    private CallRecord? _first;
    private CallRecord? _last;

    public void Add(CallRecord request)
    {
        lock (_lock)
        {
            request.Queue = this;
            request.DueAt = request.RecordedAt + timeoutTicks;
            request.Earlier = _last;
            if (_last is null)
                _first = request;
            else
                _last.Later = request;
            _last = request;
        }
    }

    public void Remove(CallRecord request)
    {
        lock (_lock)
        {
            if (request.Queue is null)
                return;
            request.Queue = null;
            if (request.Earlier is null)
                _first = request.Later;
            else
                request.Earlier.Later = request.Later;
            if (request.Later is null)
                _last = request.Earlier;
            else
                request.Later.Earlier = request.Earlier;
            request.Earlier = request.Later = null;
        }
    }

    /// <summary>The request due first, if it is due; it stays in the queue.</summary>
    public CallRecord? PeekDue(long now)
    {
        lock (_lock)
            return _first is { } first && first.DueAt <= now ? first : null;
    }

    /// <summary>The oldest open request that a turn of this activation made.</summary>
    public CallRecord? FindCallOf(Activation caller)
    {
        lock (_lock)
        {
            for (var request = _first; request is not null; request = request.Later)
            {
                if (ReferenceEquals(request.Caller, caller))
                    return request;
            }

            return null;
        }
    }
}
