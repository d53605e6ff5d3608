using System.Runtime.CompilerServices;

namespace Tasker.Testing;

/// <summary>Compares a text with the <c>*.verified.txt</c> beside the test, so that what people read is reviewed as a diff.</summary>
/// <remarks>
/// The file is <c>TestFile.Test.verified.txt</c>, or <c>TestFile.Test.name.verified.txt</c>. On a difference the text that came is
/// written beside it as <c>*.received.txt</c> and the test fails with the diff; <c>TASKER_ACCEPT=1</c> takes over what came.
/// Line ends are compared as line feeds, everything else exactly.
/// </remarks>
public static class Snapshot
{
    /// <summary>Fails unless the text is what was verified.</summary>
    /// <param name="actual">What came.</param>
    /// <param name="name">Names the case where one test has several.</param>
    public static void Match(
        string actual, string? name = null, [CallerFilePath] string file = "", [CallerMemberName] string test = "")
    {
        ArgumentNullException.ThrowIfNull(actual);
        var stem = Path.Combine(
            Path.GetDirectoryName(file)!,
            $"{Path.GetFileNameWithoutExtension(file)}.{test}{(name is null ? "" : $".{name}")}");
        Compare(actual.ReplaceLineEndings("\n"), stem, Accepts);
    }

    internal static bool Accepts => Environment.GetEnvironmentVariable("TASKER_ACCEPT") == "1";

    internal static void Compare(string actual, string stem, bool accept) =>
        Compare(actual, $"{stem}.verified.txt", $"{stem}.received.txt", accept);

    internal static void Compare(string actual, string verified, string received, bool accept)
    {
        var expected = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : null;
        if (expected == actual)
        {
            File.Delete(received);
            return;
        }

        if (accept)
        {
            File.WriteAllText(verified, actual);
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, actual);
        Assert.Fail(
            $"""
            {(expected is null ? "Nothing is verified yet in" : "The text differs from")} {verified}
            What came is in {received}; TASKER_ACCEPT=1 takes it over. (- verified, + came)

            {LineDiff.Between(expected ?? "", actual)}
            """);
    }
}
