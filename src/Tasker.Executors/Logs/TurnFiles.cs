using System.Globalization;

namespace Tasker.Executors.Logs;

/// <summary>Names of the files beside the log of an attempt in which an agent is asked several times.</summary>
internal static class TurnFiles
{
    /// <summary>Comes before the endings of the files of a turn, from 1; empty for the first.</summary>
    public static string Suffix(int turn) => turn == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $".{turn}");
}
