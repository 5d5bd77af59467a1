# frozen_string_literal: true

module X2bee
  # The dead letters of a node: no more than so many bytes, none older than so long.
  class Letters
    def initialize(folder, bytes, seconds)
      @folder = folder
      @bytes = bytes
      @seconds = seconds
    end

    # Removes the oldest that are too many or too old, and says which.
    def prune(now)
      left = size
      files.select do |path|
        stat = stat_of(path)
        next unless stat && (left > @bytes || stat.mtime < now - @seconds)

        File.delete(path)
        left -= stat.size
      end
    end

    def size
      files.sum { |path| stat_of(path)&.size || 0 }
    end

    private

    def files
      found = Dir.glob(File.join(@folder, '*')).select { |path| File.file?(path) }
      found.sort_by { |path| [stat_of(path)&.mtime || Time.at(0), path] }
    end

    # The other process may have renamed it.
    def stat_of(path)
      File.stat(path)
    rescue Errno::ENOENT
      nil
    end
  end
end
