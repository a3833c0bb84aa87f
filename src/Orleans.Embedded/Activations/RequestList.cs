namespace Orleans.Embedded.Activations;

/// <summary>The requests that wait in an activation, oldest first; only the owner of the turn touches it.</summary>
internal struct RequestList
{
    // The last request; its Next is the first one.
    private WorkItem? _last;

    public readonly bool IsEmpty => _last is null;

    public void Append(CallRecord request)
    {
        if (_last is null)
        {
            request.Next = request;
        }
        else
        {
            request.Next = _last.Next;
            _last.Next = request;
        }

        _last = request;
    }

    /// <summary>Takes the oldest request that may be taken now.</summary>
    public CallRecord? TakeFirst(Func<Activation, CallRecord, bool> mayTake, Activation activation)
    {
        if (_last is null)
            return null;
        var previous = _last;
        do
        {
            var request = (CallRecord)previous.Next!;
            if (mayTake(activation, request))
            {
                if (ReferenceEquals(request, previous))
                    _last = null;
                else
                    previous.Next = request.Next;
                if (ReferenceEquals(request, _last))
                    _last = previous;
                request.Next = null;
                return request;
            }

            previous = request;
        }
        while (!ReferenceEquals(previous, _last));
        return null;
    }
}
