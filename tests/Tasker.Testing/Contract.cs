namespace Tasker.Testing;

/// <summary>Compares a text with a file of <c>contracts/</c>: what users rely on, reviewed as a diff.</summary>
public static class Contract
{
    /// <summary>Fails unless the text is what the contract says; <c>TASKER_ACCEPT=1</c> rewrites the contract.</summary>
    /// <param name="file">The name of the file in <c>contracts/</c>, for example <c>diagnostics.txt</c>.</param>
    /// <param name="actual">What came.</param>
    public static void Match(string file, string actual)
    {
        ArgumentNullException.ThrowIfNull(actual);
        var path = Path.Combine(RepositoryFiles.Root, "contracts", file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Snapshot.Compare(
            actual.ReplaceLineEndings("\n"), path, Path.ChangeExtension(path, $".received{Path.GetExtension(path)}"), Snapshot.Accepts);
    }
}
