using System.Runtime.InteropServices;
using System.Text;

namespace Tasker.Executors.Processes.Native;

/// <summary>The texts of one start in one piece of unmanaged memory, as C wants them.</summary>
internal readonly unsafe ref struct NativeStrings
{
    private readonly byte* _block;

    public NativeStrings(ProcessStart start)
    {
        var pointers = start.Arguments.Count + start.Environment.Count + 2;
        var bytes = Size(start.Program) + Size(start.Directory) + Size(start.StdinPath ?? "");
        foreach (var argument in start.Arguments)
        {
            bytes += Size(argument);
        }

        foreach (var entry in start.Environment)
        {
            bytes += Size(entry);
        }

        _block = (byte*)NativeMemory.Alloc((nuint)((pointers * sizeof(byte*)) + bytes));
        var next = _block + (pointers * sizeof(byte*));
        Argv = (byte**)_block;
        Envp = Argv + start.Arguments.Count + 1;
        Fill(Argv, start.Arguments, ref next);
        Fill(Envp, start.Environment, ref next);
        Program = Put(start.Program, ref next);
        Directory = Put(start.Directory, ref next);
        Stdin = start.StdinPath is { } stdin ? Put(stdin, ref next) : null;
    }

    public byte** Argv { get; }

    public byte** Envp { get; }

    public byte* Program { get; }

    public byte* Directory { get; }

    /// <summary>Null when nothing is to be read.</summary>
    public byte* Stdin { get; }

    public void Dispose() => NativeMemory.Free(_block);

    private static int Size(string text) => Encoding.UTF8.GetByteCount(text) + 1;

    private static void Fill(byte** target, IReadOnlyList<string> texts, ref byte* next)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            target[i] = Put(texts[i], ref next);
        }

        target[texts.Count] = null;
    }

    private static byte* Put(string text, ref byte* next)
    {
        var start = next;
        next += Encoding.UTF8.GetBytes(text, new Span<byte>(next, Size(text) - 1));
        *next++ = 0;
        return start;
    }
}
