using Tasker.Testing;

namespace Tasker.Architecture.Tests;

/// <summary>The first table below a heading of a Markdown file.</summary>
internal static class MarkdownTable
{
    /// <summary>The cells of each row, without the head; backticks are taken off.</summary>
    public static IReadOnlyList<string[]> Below(string file, string heading)
    {
        var rows = RepositoryFiles.Lines(file)
            .SkipWhile(line => line.TrimStart('#', ' ') != heading || !line.StartsWith('#'))
            .Skip(1)
            .TakeWhile(line => !line.StartsWith('#'))
            .SkipWhile(line => !line.StartsWith('|'))
            .TakeWhile(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim().Trim('`')).ToArray())
            .ToList();
        Assert.True(rows.Count > 0, $"{file} has no table below the heading '{heading}'.");
        return rows;
    }
}
