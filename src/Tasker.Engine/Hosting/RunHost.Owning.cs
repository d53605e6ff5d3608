using Tasker.Core.Runs;
using Tasker.Engine.Control;
using Tasker.Engine.Ports;

namespace Tasker.Engine.Hosting;

/// <summary>Keeping the run ours, and hearing what other processes ask of it.</summary>
public sealed partial class RunHost
{
    private void Listen()
    {
        _messagesWait = true; // What was asked while nobody owned the run.
        try
        {
            _bell = _parts.Bell?.Listen(RunId, MessagesWait);
        }
        catch (Exception deaf) when (deaf is System.Net.Sockets.SocketException or IOException or UnauthorizedAccessException)
        {
            _parts.Report(
                $"Other processes cannot wake run '{RunId}' ({deaf.Message}); what they ask is heard within "
                    + $"{_parts.Options.Renewal.TotalSeconds:0} s.");
        }
    }

    private void MessagesWait()
    {
        _messagesWait = true;
        Post(new RunInput.Tick());
    }

    private async Task RenewAsync()
    {
        try
        {
            if (!await _parts.Journal.RenewAsync(_ownership, _parts.Options.Lease, CancellationToken.None))
            {
                _lost =
                    new OwnershipLostException($"Run '{RunId}' has been taken over by another owner; this one has stopped working on it.");
            }
        }
        catch (JournalException unreachable)
        {
            // Appends decide: the next one fails if this was no passing trouble.
            _parts.Report($"The lease of run '{RunId}' could not be renewed: {unreachable.Message}");
        }

        MessagesWait();
    }

    /// <summary>Decides what other processes have asked for.</summary>
    /// <returns>The id of the last message taken; 0 for none.</returns>
    private async Task<long> TakeMessagesAsync(DateTimeOffset now)
    {
        _messagesWait = false;
        long last = 0;
        foreach (var message in await _parts.Journal.TakeMessagesAsync(_ownership, CancellationToken.None))
        {
            last = message.Id;
            var control = ControlMessage.Decode(message.Content.Span);
            var refusal = "it could not be read";
            var input = control?.ToInput(_run, out refusal);
            refusal = input is null ? refusal : _rules.Decide(input, now, _facts) ?? "";
            if (refusal.Length > 0)
            {
                _parts.Report($"Refused what {control?.By ?? "somebody"} asked ({control?.Do ?? "?"}): {refusal}");
            }
        }

        return last;
    }
}
