using System.Security.Cryptography;
using System.Text;
using Tasker.Engine.Ports;

namespace Tasker.Executors.Processes;

/// <summary>
/// What every process of an attempt carries in its environment, so that it is found wherever it has gone. It names the attempt among those
/// of all projects of this machine: runs of two projects may have the same id, and stopping one must not touch the other.
/// </summary>
internal static class ProcessMark
{
    /// <summary>The variable of the attempt's own processes.</summary>
    public const string Attempt = "TASKER_MARK";

    /// <summary>The variable of the checks beside it: another one, so that stopping a check never stops what it watches.</summary>
    public const string Monitor = "TASKER_MONITOR_OF";

    private const int DigestBytes = 8;

    /// <summary>The value for an attempt: the mark of its project, and its key.</summary>
    public static string Of(AttemptOrder order) => OfProject(order.Root) + order.Key;

    /// <summary>How all marks of a project begin.</summary>
    public static string OfProject(string root)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)).AsSpan(0, DigestBytes)) + "/";
    }

    /// <summary>What the processes of an attempt, and of the monitors beside it, have in their environment: one of these.</summary>
    public static IReadOnlyList<string> Entries(AttemptOrder order)
    {
        var mark = Of(order);
        return [$"{Attempt}={mark}", $"{Monitor}={mark}"];
    }
}
