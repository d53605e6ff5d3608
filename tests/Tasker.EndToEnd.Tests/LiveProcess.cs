using System.Globalization;

namespace Tasker.EndToEnd.Tests;

/// <summary>Looks at processes as the system has them (Linux).</summary>
internal static class LiveProcess
{
    /// <summary>True while a process is there and has not ended.</summary>
    public static bool Is(string processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{int.Parse(processId, CultureInfo.InvariantCulture)}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>None of the processes that wrote their ids down lives.</summary>
    public static void NoneOf(string[] processIds)
    {
        Assert.NotEmpty(processIds);
        Assert.DoesNotContain(processIds, Is);
    }
}
