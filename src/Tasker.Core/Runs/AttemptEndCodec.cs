using System.Globalization;
using Tasker.Core.Values;

namespace Tasker.Core.Runs;

/// <summary>The end of an attempt as bytes: almost always "succeeded, exit code 0", which takes one byte.</summary>
internal static class AttemptEndCodec
{
    private const int OutcomeBits = 0x07;
    private const int ExitZero = 0x08;
    private const int More = 0x10;

    [Flags]
    private enum Parts : byte
    {
        None = 0,
        Exit = 1,
        Signal = 2,
        Message = 4,
        Outputs = 8,
        RetryAt = 16,
        Usage = 32,
        Cost = 64,
    }

    public static void Write(FactWriter w, AttemptEnd end, DateTimeOffset? retryAt)
    {
        var parts = (end.ExitCode is not (null or 0) ? Parts.Exit : 0)
            | (end.Signal is not null ? Parts.Signal : 0)
            | (end.Message.Length > 0 ? Parts.Message : 0)
            | (end.Outputs.Fields.Count > 0 ? Parts.Outputs : 0)
            | (retryAt is not null ? Parts.RetryAt : 0)
            | (end.Usage is not null ? Parts.Usage : 0)
            | (end.Usage?.CostUsd is not null ? Parts.Cost : 0);
        w.Byte((byte)((int)end.Outcome | (end.ExitCode is 0 ? ExitZero : 0) | (parts != 0 ? More : 0)));
        if (parts == 0)
        {
            return;
        }

        w.Byte((byte)parts);
        if (parts.HasFlag(Parts.Exit))
        {
            w.Signed(end.ExitCode!.Value);
        }

        if (parts.HasFlag(Parts.Signal))
        {
            w.Signed(end.Signal!.Value);
        }

        if (parts.HasFlag(Parts.Message))
        {
            w.Text(end.Message);
        }

        if (parts.HasFlag(Parts.Outputs))
        {
            w.Value(end.Outputs);
        }

        if (parts.HasFlag(Parts.RetryAt))
        {
            w.Time(retryAt!.Value);
        }

        if (parts.HasFlag(Parts.Usage))
        {
            w.Number(end.Usage!.InputTokens);
            w.Number(end.Usage.OutputTokens);
        }

        if (parts.HasFlag(Parts.Cost))
        {
            w.Text(end.Usage!.CostUsd!.Value.ToString(CultureInfo.InvariantCulture));
        }
    }

    public static AttemptEnd Read(ref FactReader r, out DateTimeOffset? retryAt)
    {
        retryAt = null;
        var first = r.Byte();
        var outcome = (AttemptOutcome)(first & OutcomeBits);
        int? exit = (first & ExitZero) != 0 ? 0 : null;
        if ((first & More) == 0)
        {
            return outcome is AttemptOutcome.Succeeded
                ? exit is 0 ? AttemptEnd.Done : AttemptEnd.DoneInProcess
                : new AttemptEnd(outcome, exit, null, "", Value.Map.Empty);
        }

        var parts = (Parts)r.Byte();
        exit = parts.HasFlag(Parts.Exit) ? (int)r.Signed() : exit;
        int? signal = parts.HasFlag(Parts.Signal) ? (int)r.Signed() : null;
        var message = parts.HasFlag(Parts.Message) ? r.Text() : "";
        var outputs = parts.HasFlag(Parts.Outputs) ? r.Map() : Value.Map.Empty;
        retryAt = parts.HasFlag(Parts.RetryAt) ? r.Time() : null;
        AgentUsage? usage = null;
        if (parts.HasFlag(Parts.Usage))
        {
            usage = new AgentUsage(r.Number(), r.Number(), null);
        }

        if (parts.HasFlag(Parts.Cost))
        {
            var cost = r.Text();
            usage = usage! with
            {
                CostUsd = decimal.TryParse(cost, NumberStyles.Float, CultureInfo.InvariantCulture, out var usd)
                    ? usd
                    : throw new FormatException($"The cost before byte {r.Offset} is no number."),
            };
        }

        return new AttemptEnd(outcome, exit, signal, message, outputs, usage);
    }
}
