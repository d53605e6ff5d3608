using System.Globalization;
using System.Text;
using System.Text.Json;
using Tasker.Core.Values;

namespace Tasker.Executors.Agents.Caching;

/// <summary>Keeps answers of agents in a folder, one file for each question, for all processes that work on the project.</summary>
/// <remarks>
/// A file is written beside its place and renamed, so a reader finds all of it or none; of two writers at once one is last, and
/// both have answered the same
/// question. What cannot be read is as good as not there. The folder holds at most 1,000 answers and 64 MiB: what was written
/// longest ago goes first. An
/// answer larger than 1 MiB is not kept. Only the owner of the files can read them.
/// </remarks>
/// <param name="folder">The folder; absolute. Made when the first answer is kept.</param>
/// <param name="time">The clock.</param>
internal sealed class AnswerCache(string folder, TimeProvider time)
{
    private const string Ending = ".json";
    private const int MostBytes = 1 << 20;
    private const int MostFiles = 1_000;
    private const long MostBytesInAll = 64 << 20;
    private static readonly TimeSpan LongestWrite = TimeSpan.FromHours(1);

    /// <summary>The answer to a question that is not older than <paramref name="lasts"/>; null when there is none.</summary>
    public CachedAnswer? Find(string key, TimeSpan lasts)
    {
        try
        {
            var file = new FileInfo(PathOf(key));
            if (!file.Exists || file.Length > MostBytes || file.LinkTarget is not null
                || ValueJson.Read(File.ReadAllText(file.FullName)) is not Value.Map map || map["outputs"] is not Value.Map outputs
                || !DateTimeOffset.TryParse(map["at"].ToText(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            {
                return null;
            }

            // An answer from the future was written by another clock: how old it is, nobody knows.
            var age = time.GetUtcNow() - at;
            return age >= TimeSpan.Zero && age < lasts ? new CachedAnswer(at.ToUniversalTime(), outputs) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps the answer to a question. Where that cannot be done, the question will be asked again.</summary>
    public void Store(string key, Value.Map outputs)
    {
        var bytes = Encoding.UTF8.GetBytes(ValueJson.Write(Value.Map.From(
        [
            new("at", Value.Of(time.GetUtcNow().UtcDateTime.ToString("O", CultureInfo.InvariantCulture))), new("outputs", outputs),
        ])));
        if (bytes.Length > MostBytes)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(folder);
            var beside = $"{PathOf(key)}.{Guid.NewGuid():N}.new";
            try
            {
                Write(beside, bytes);
                File.Move(beside, PathOf(key), overwrite: true);
            }
            finally
            {
                File.Delete(beside);
            }

            Tidy();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No room, or not ours to write.
        }
    }

    private string PathOf(string key) => Path.Combine(folder, key + Ending);

    private static void Write(string path, byte[] bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    private void Tidy()
    {
        var files = new DirectoryInfo(folder).GetFiles().OrderByDescending(f => f.LastWriteTimeUtc).ToList();
        var newest = files[0].LastWriteTimeUtc;
        var (count, size) = (0, 0L);
        foreach (var file in files)
        {
            // What a killed writer left has another ending; one that still writes is no hour old.
            var isAnswer = file.Name.EndsWith(Ending, StringComparison.Ordinal);
            count += isAnswer ? 1 : 0;
            size += isAnswer ? file.Length : 0;
            if (isAnswer ? count > MostFiles || size > MostBytesInAll : newest - file.LastWriteTimeUtc > LongestWrite)
            {
                file.Delete();
            }
        }
    }
}
